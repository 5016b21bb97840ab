
(function () {
  "use strict";
  var bar = document.getElementById("filters");
  var form = { unit: null, role: null, document: null, state: null, words: null };
  var items = Array.prototype.slice.call(document.querySelectorAll("details.task"));
  var shown = document.getElementById("shown");

  function has(item, role, unit) {
    return item.getAttribute("data-" + role).split(" ").indexOf(unit) >= 0;
  }
  function fits(item) {
    var unit = form.unit.value, role = form.role.value, state = form.state.value;
    var words = form.words.value.trim().toLowerCase();
    if (unit !== "" && !(role !== "support" && has(item, "lead", unit)) &&
        !(role !== "lead" && has(item, "support", unit))) { return false; }
    if (form.document.value !== "" && item.getAttribute("data-document") !== form.document.value) { return false; }
    if (state === "overdue" ? !item.hasAttribute("data-overdue") : state !== "" && item.getAttribute("data-state") !== state) { return false; }
    return words === "" || item.textContent.toLowerCase().indexOf(words) >= 0;
  }
  function filter() {
    var count = 0;
    items.forEach(function (item) {
      item.hidden = !fits(item);
      if (!item.hidden) { count += 1; }
    });
    shown.textContent = "显示 " + count + " 项，共 " + items.length + " 项";
  }
  function reset() {
    Object.keys(form).forEach(function (name) { form[name].value = ""; });
    filter();
  }
  function open() {
    var item = /^#t\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    if (!item) { return; }
    if (item.hidden) { reset(); }
    item.open = true;
    item.scrollIntoView();
  }
  Object.keys(form).forEach(function (name) {
    form[name] = document.getElementById("by-" + name);
    form[name].addEventListener("input", filter);
    form[name].addEventListener("change", filter);
  });
  document.getElementById("reset").addEventListener("click", reset);
  document.getElementById("unfold").addEventListener("click", function () {
    var some = items.filter(function (item) { return !item.hidden; });
    var all = some.every(function (item) { return item.open; });
    some.forEach(function (item) { item.open = !all; });
  });
  window.addEventListener("hashchange", open);
  bar.hidden = false;
  filter();
  open();
})();
