(function () {
  "use strict";
  var paper = document.querySelector(".paper");
  if (!paper) { return; }

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function named(name) {
    return all(".paper [data-fact]").filter(function (one) { return one.getAttribute("data-fact").split(" ").indexOf(name) >= 0; });
  }
  function facts() { return all(".said .fact[data-fact]"); }
  function current() { return document.querySelector(".said .fact.on"); }

  // Choose a fact: its places on the paper are framed, over page breaks too, and both sides go there.
  function choose(fact, still) {
    all(".on").forEach(function (one) { one.classList.remove("on"); });
    fact.classList.add("on");
    var places = named(fact.getAttribute("data-fact"));
    places.forEach(function (place) { place.classList.add("on"); });
    if (places.length) { bring(places[0], paper); }
    if (!still) { bring(fact, fact.closest(".said")); }
  }
  // Into the middle of its own column; the page itself stays where it is, unless the column is as long as what is in it.
  function bring(one, column) {
    var box = one.getBoundingClientRect(), frame = column.getBoundingClientRect();
    if (column.scrollHeight > column.clientHeight) {
      column.scrollTop += box.top - frame.top - Math.max(0, (column.clientHeight - box.height) / 2);
    } else if (box.top < 0 || box.bottom > window.innerHeight) {
      one.scrollIntoView({block: "center"});
    }
  }
  document.addEventListener("click", function (event) {
    var fact = event.target.closest && event.target.closest(".said .fact[data-fact]");
    if (fact && !event.target.closest("button, form, summary")) {
      if (event.target.closest("a")) { event.preventDefault(); }
      choose(fact, true);
      return;
    }
    if (!paper.contains(event.target) || String(window.getSelection())) { return; }
    var hit = document.elementsFromPoint(event.clientX, event.clientY).filter(function (one) {
      return one.hasAttribute("data-fact");
    })[0];
    var name = hit && hit.getAttribute("data-fact").split(" ").pop();
    var found = facts().filter(function (one) { return one.getAttribute("data-fact") === name; })[0];
    if (found) { choose(found); }
  });

  // What was selected on the paper, in one piece: a line of it ends where the paper's does.
  var selected = "";
  function remember() {
    var selection = window.getSelection();
    if (selection.rangeCount && paper.contains(selection.anchorNode)) {
      selected = String(selection).replace(/\s*\n\s*/g, "").trim();
    }
  }
  document.addEventListener("selectionchange", remember);

  function open(details) {
    details.open = !details.open;
    if (!details.open) { return; }
    remember();  // a key may come before the event that tells of the selection
    if (details.id === "missed" && selected) {
      details.querySelector("[name=text]").value = selected;
      var item = current() && current().closest("[data-task]");
      details.querySelector("[name=after]").value = item ? item.getAttribute("data-task") : "";
    }
    var first = details.querySelector("input:not([type=hidden]), textarea");
    if (first) { first.focus({preventScroll: true}); }
    bring(details, details.closest(".said"));
  }

  function step(by) {
    var listed = facts(), at = listed.indexOf(current());
    var next = listed[at < 0 ? 0 : at + by];
    if (next) { choose(next); }
  }

  function target(key) {
    var now = current(), item = now && now.closest("[data-task]");
    // Without a fact that is chosen no key may decide on one.
    return [now, item, "au?jk".indexOf(key) >= 0 ? document : null].reduce(function (found, within) {
      return found || (within && within.querySelector('[data-key="' + key + '"]'));
    }, null);
  }

  document.addEventListener("keydown", function (event) {
    var at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (at.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") { at.blur(); }
      return;
    }
    if (event.key === "Enter" && at.closest("a, button, summary")) { return; }
    var found = target(event.key);
    if (found) {
      event.preventDefault();
      if (found.tagName === "DETAILS") { open(found); } else { found.click(); }
    } else if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      step(event.key === "j" ? 1 : -1);
    }
  });

  var wanted = decodeURIComponent(location.hash.slice(1)).replace(/^f-/, "");
  var start = document.querySelector(".said .fact.now") || facts().filter(function (one) {
    return one.getAttribute("data-fact") === wanted;
  })[0];
  if (start) { choose(start); }
})();
