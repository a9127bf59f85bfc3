// Keeps the list of what is missing up to date while a dataset's form is filled in.
// Without this script the list is the one the server wrote, right when the page was opened.
(function () {
  'use strict';
  var WAIT = 800; // milliseconds without a keystroke

  function body(form, panel) {
    var sent = new FormData();
    // A box left unticked sends nothing: sent empty, it replaces what is saved.
    Array.prototype.forEach.call(form.elements, function (control) {
      if (control.name && (control.type === 'checkbox' || control.multiple)) sent.append(control.name, '');
    });
    new FormData(form).forEach(function (value, name) {
      if (typeof value === 'string') {
        sent.append(name, value);
      } else if (value.name) {
        // The file itself waits for the form to be sent; its name says enough.
        sent.set('url', value.name);
        sent.set('url_type', 'upload');
        sent.set('size', String(value.size));
      }
    });
    sent.set('archipel_page', panel.dataset.page);
    sent.set('archipel_dataset', panel.dataset.dataset);
    return sent;
  }

  function follow(panel) {
    var form = panel.closest('form');
    var list = panel.querySelector('[data-archipel-quality-list]');
    var timer = null;
    var pending = null;
    if (!form || !list || !window.fetch || !window.AbortController) return;

    function show(html) {
      var fresh = document.createElement('div');
      fresh.innerHTML = html;
      var before = list.querySelector('[data-archipel-quality-status]');
      var after = fresh.querySelector('[data-archipel-quality-status]');
      var opened = list.querySelector('details[open]');
      if (!before || !after || fresh.innerHTML === list.innerHTML) return;
      if (opened && fresh.querySelector('details')) fresh.querySelector('details').open = true;
      // The list never gets shorter while one types: the buttons below it would move away from under a click.
      list.style.minHeight = list.offsetHeight + 'px';
      // The sentence stays the same element, so that screen readers say how it changes, and it alone.
      if (before.textContent !== after.textContent) before.textContent = after.textContent;
      while (before.nextSibling) list.removeChild(before.nextSibling);
      while (after.nextSibling) list.appendChild(after.nextSibling);
    }

    function ask() {
      if (pending) pending.abort();
      pending = new AbortController();
      fetch(panel.dataset.archipelQuality, {
        method: 'POST', body: body(form, panel), credentials: 'same-origin', signal: pending.signal
      }).then(function (answer) {
        return answer.ok ? answer.text() : null;
      }).then(function (html) {
        if (html !== null) show(html);
      }).catch(function () {
        // Offline, or a newer question was asked: the list stays as it is.
      });
    }

    function later() {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    }
    form.addEventListener('input', later);
    form.addEventListener('change', later);
  }

  function start() {
    Array.prototype.forEach.call(document.querySelectorAll('[data-archipel-quality]'), follow);
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
