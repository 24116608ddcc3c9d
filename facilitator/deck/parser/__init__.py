"""Python-Markdown, set up so that what people write works: our block rules, its inline rules and tree."""
