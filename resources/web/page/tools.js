/* Small tools. The parts of this folder are served together as one script, page.js, inside one function:
	 plain JavaScript for browsers of 2018 on plain HTTP, no library. The page works without it; with it, it keeps
	 what was written until the room says "saved", shows what the room publishes, and never moves that under a finger. */

var root = document.documentElement;
var setup = JSON.parse(root.getAttribute("data-setup"));
var words = setup.words;

function $(id) { return document.getElementById(id); }

function say(key, values) {
	var text = words[key] || "";
	Object.keys(values || {}).forEach(function (name) { text = text.split("{" + name + "}").join(String(values[name])); });
	return text;
}

function count(key, n) { return say(n === 1 ? key + "_one" : key, { n: n }); }

function make(tag, attributes, text) {
	var node = document.createElement(tag);
	Object.keys(attributes || {}).forEach(function (name) { node.setAttribute(name, attributes[name]); });
	if (text) { node.textContent = text; }
	return node;
}

function add(parent, tag, attributes, text) { return parent.appendChild(make(tag, attributes, text)); }

function button(label, look, act) {
	var node = make("button", { type: "button", "class": look }, label);
	node.addEventListener("click", act);
	return node;
}

function put(node, text) { if (node.textContent !== text) { node.textContent = text; } }

function each(all, act) { Array.prototype.forEach.call(all, act); }

function empty(node) { while (node.firstChild) { node.removeChild(node.firstChild); } }

function pressed(node, on) { node.setAttribute("aria-pressed", String(on)); }

/* Time that nobody can set: a phone that corrects its clock must not hold anything back for an hour. */
function now() { return performance.now(); }

function jitter(ms) { return ms * (0.75 + Math.random() / 2); }

function secret() {
	var bytes = new Uint8Array(16);
	crypto.getRandomValues(bytes);
	return Array.prototype.map.call(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
}

/* Orders "mixed" the same way for as long as this page lives. */
function hash(text) {
	var h = 2166136261;
	for (var i = 0; i < text.length; i++) { h = Math.imul(h ^ text.charCodeAt(i), 16777619); }
	return h >>> 0;
}
