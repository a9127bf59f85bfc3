// Comforts of the publishing forms. Without this script every field is there, each page is saved by its button.
(function () {
  'use strict';
  var WAIT = 600; // milliseconds without a keystroke

  function each(root, selector, act) {
    Array.prototype.forEach.call(root.querySelectorAll(selector), act);
  }

  // Groups of fields: add one, take one out.
  function repeat(list) {
    var template = list.querySelector('template');
    var add = list.querySelector('[data-archipel-add]');
    var entries = list.querySelector('[data-archipel-entries]');
    if (!template || !add || !entries) return;
    add.hidden = false;
    function removable(entry) {
      var remove = entry.querySelector('[data-archipel-remove]');
      if (!remove) return;
      remove.hidden = false;
      remove.addEventListener('click', function () {
        entry.remove();
        add.focus();
        list.dispatchEvent(new Event('change', { bubbles: true }));
      });
    }
    each(entries, '[data-archipel-entry]', removable);
    var next = entries.querySelectorAll('[data-archipel-entry]').length;
    add.addEventListener('click', function () {
      var holder = document.createElement('div');
      holder.innerHTML = template.innerHTML.replace(/ARCHIPEL-INDEX/g, next).replace(/ARCHIPEL-NUMBER/g, next + 1);
      next += 1;
      var entry = holder.firstElementChild;
      entries.appendChild(entry);
      removable(entry);
      var first = entry.querySelector('input, select, textarea');
      if (first) first.focus();
    });
  }

  // A group of fields that makes sense only for some values of another field.
  function depend(group) {
    var form = group.closest('form');
    var name = group.dataset.shownWhen;
    var values = group.dataset.shownValues.split(' ');
    function chosen() {
      return new FormData(form).getAll(name).some(function (value) { return values.indexOf(value) >= 0; });
    }
    function filled() {
      return Array.prototype.some.call(group.querySelectorAll('input:not([type=hidden]), textarea, select'), function (control) {
        return control.type === 'checkbox' || control.type === 'radio' ? control.checked : control.value;
      });
    }
    function update() {
      var shown = chosen();
      group.hidden = !shown && !filled();
      if (shown) group.open = true;
    }
    form.addEventListener('change', update);
    update();
  }

  // A link to a field opens the groups around it.
  function reveal() {
    var id = decodeURIComponent(window.location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    for (var box = target.closest('details'); box; box = box.parentElement && box.parentElement.closest('details')) {
      box.hidden = false;
      box.open = true;
    }
    var control = target.matches('input, select, textarea') ? target : target.querySelector('input, select, textarea');
    if (control) {
      control.scrollIntoView({ block: 'center' });
      control.focus({ preventScroll: true });
    }
  }

  // Datasets whose titles are close, told as one types.
  function advise(form) {
    var title = form.querySelector('#field-title');
    if (!title || !form.dataset.similar) return;
    var box = document.createElement('div');
    box.setAttribute('role', 'status');
    title.closest('.form-group').appendChild(box);
    var timer = null;
    function show(found) {
      box.textContent = found.length ? form.dataset.similarText : '';
      var list = document.createElement('ul');
      found.forEach(function (item) {
        var link = document.createElement('a');
        link.href = item.url;
        link.target = '_blank';
        link.rel = 'noopener';
        link.textContent = item.title;
        list.appendChild(document.createElement('li')).appendChild(link);
      });
      if (found.length) box.appendChild(list);
    }
    title.addEventListener('input', function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () {
        var query = new URLSearchParams({ title: title.value, but: form.dataset.but || '' });
        fetch(form.dataset.similar + '?' + query).then(function (answer) {
          return answer.ok ? answer.json() : [];
        }).then(show).catch(function () {
          // Offline: the advice comes when the page is saved.
        });
      }, WAIT);
    });
  }

  function start() {
    each(document, '[data-archipel-repeat]', repeat);
    each(document, '[data-shown-when]', depend);
    each(document, 'form[data-similar]', advise);
    var errors = document.getElementById('archipel-errors');
    if (errors && !window.location.hash) errors.focus();
    window.addEventListener('hashchange', reveal);
    document.addEventListener('click', function (event) {
      var link = event.target.closest && event.target.closest('a[href^="#field-"]');
      if (link && link.hash === window.location.hash) reveal();
    });
    reveal();
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
