"""One slide for every layout, block, diagram and chart, written as an author would."""

from __future__ import annotations

from facilitator.deck.model import Slide
from facilitator.deck.reader import read_text

TEXT = """
# The first page

A line below it

---
<!-- layout: Section Header -->
# A new part

---
# Lists

- One
  - Nested, *and* **bold** with `code`
- [ ] open
- [x] done

1. First
2. Second with a [link](https://example.org) and ==marked==

---
# Two columns

::: columns
::: column
## Here
- one
:::
::: column
## There
- two
:::
:::

---
> Start where the person is.
>
> — somebody

---
<!-- layout: Statement -->
# One sentence is enough

---
# Table

| Item | 2023 | 2024 |
|:-----|-----:|-----:|
| Visits | 1,204 | 1,377 |
| Rating | 4.1 | 4.6 |

---
# Code

```python {2}
def f(x: int) -> str:
    return f"{x}"  # a comment
```

---
# Cycle

```diagram cycle
- Plan | first
- Do | then
- Study
- Act
side: Pause -> Plan
```

---
# Steps

```diagram steps
- Ask | leave first
- Offer | facts
- Listen
```

---
# Timeline

```diagram timeline
- 1983 | five groups
- 1992 | preparation added
```

---
# Continuum

```diagram continuum
left: Much harm
right: No harm
- a lot
- some
- little
- none
under: safer steps everywhere
```

---
# Comparison

```diagram comparison
IS | IS NOT
+ respect
- ideology
+ small steps
- anything goes
```

---
# Balance

```diagram balance
left: Stay
+ calm
- tired
right: Change
+ fresh
- fewer chats
```

---
# Grid

```diagram balance
layout: grid
left: Stay
+ calm
- tired
right: Change
+ fresh
- fewer chats
```

---
# Tiles

```diagram tiles
group: Daily life
- Seat belt | fewer deaths
- Helmet | fewer injuries
group: Care
- Naloxone | overdoses reversed
- Talking | less alone
```

---
# Ruler

```diagram ruler
How important is it?
ends: not at all <-> completely
value: 7
- Why not lower?
```

---
# Umbrella

```diagram umbrella
Harm reduction
- Counselling
- Medication
- Housing
anchor: the alliance
```

---
# Bars

```chart bar
series: in, out
Methadone: 11.3, 36.1
Buprenorphine: 4.3, 9.5
source: Sordo et al. 2017
```

---
# Columns of a chart

```chart column
series: North, South
Q1: 3, 5
Q2: 7, -2
```

---
# Line

```chart line
2020: 3
2021: 7
2022: 5
```

---
# Pie

```chart pie
unit: %
Yes: 60
No: 30
Unsure: 10
```

---
<!-- layout: Questions -->
# Comments? Questions?
"""


def slides() -> tuple[Slide, ...]:
    return read_text(TEXT.lstrip(), "samples.md").slides
