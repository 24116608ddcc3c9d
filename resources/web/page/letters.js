/* Letters as people count them; the same as the laptop counts (facilitator/room/server/text.py). */

var segmenter = window.Intl && Intl.Segmenter ? new Intl.Segmenter(setup.lang, { granularity: "grapheme" }) : null;

/* Signs that join the letter before them. Firefox learnt classes of letters in 2020; until then the commonest. */
var JOINS = (function () {
	try { return new RegExp("[\\p{M}\\u200c\\u200d]", "u"); } catch (e) {
		return /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/;
	}
})();

function letters(text) {
	var total = 0, joined = false, flags = 0;
	if (segmenter) {
		for (var it = segmenter.segment(text)[Symbol.iterator](); !it.next().done;) { total++; }
		return total;
	}
	Array.from(text.normalize("NFC")).forEach(function (c) {
		var code = c.codePointAt(0), flag = code >= 0x1f1e6 && code <= 0x1f1ff;
		flags = flag ? flags + 1 : 0;
		var glued = JOINS.test(c) || (code >= 0x1f3fb && code <= 0x1f3ff) || (code >= 0xe0020 && code <= 0xe007f);
		if (!total || !(glued || joined || (flag && flags % 2 === 0))) { total++; }
		joined = c === "\u200d";
	});
	return total;
}

/* How many letters still fit, and how many of such letters an entry takes: the laptop counts bytes, too, which only
	 long chains of joined signs use up before the letters. */
function fit(text) {
	var n = text.length > setup.bytes ? text.length : letters(text), bytes = new Blob([text]).size;
	/* once they have used half of the bytes, it is plain how long the letters of this text are */
	var most = bytes > setup.bytes / 2 ? Math.min(setup.limit, Math.floor(setup.bytes * n / bytes)) : setup.limit;
	return { left: most - n, most: most };
}
