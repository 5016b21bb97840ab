(function () {
  "use strict";
  function all(selector) {
    return Array.prototype.slice.call(document.querySelectorAll(selector));
  }

  // A form is sent once: a second press while the answer is on its way would send it again.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { return; }
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
  });
  window.addEventListener("pageshow", function () {
    all("form[data-sent]").forEach(function (form) { form.removeAttribute("data-sent"); });
  });

  // What is typed and not yet saved is not lost by a slip.
  var typed = false;
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    typed = typed || Boolean(form && form.method === "post" && form.classList.contains("entries"));
  });
  document.addEventListener("submit", function () { typed = false; });
  window.addEventListener("beforeunload", function (event) {
    if (typed) { event.preventDefault(); event.returnValue = ""; }
  });

  // What is too much to be sent is told before everything that was typed goes with it.
  all("input[data-most]").forEach(function (input) {
    input.addEventListener("change", function () {
      var most = Number(input.getAttribute("data-most")), sum = 0, at;
      for (at = 0; at < input.files.length; at += 1) { sum += input.files[at].size; }
      input.setCustomValidity(sum > most ? "一次最多提交 " + Math.floor(most / 1048576) + " MB，请少选几个，或压缩后再选。" : "");
      input.reportValidity();
    });
  });

  all("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var from = document.getElementById(button.getAttribute("data-copy"));
      from.select();
      // over plain http browsers have no clipboard of their own
      var done = navigator.clipboard ? navigator.clipboard.writeText(from.value) : document.execCommand("copy");
      Promise.resolve(done).then(function () { button.textContent = "已复制"; });
    });
  });

  all("[data-all]").forEach(function (tick) {
    tick.parentNode.hidden = false;
    tick.addEventListener("change", function () {
      all('input[name="' + tick.getAttribute("data-all") + '"][type="checkbox"]').forEach(function (one) {
        one.checked = tick.checked;
      });
    });
  });
})();
