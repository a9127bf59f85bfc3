// Follows what is under way without reloading the page; without this script the page reloads itself.
(function () {
  'use strict';
  var EVERY = 3000; // milliseconds

  function follow(place) {
    fetch(window.location.href, { credentials: 'same-origin', headers: { 'X-Requested-With': 'fetch' } })
      .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer.status); })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, 'text/html').getElementById(place.id);
        if (!fresh || !fresh.hasAttribute('data-archipel-under-way')) {
          window.location.reload();
          return;
        }
        if (fresh.innerHTML !== place.innerHTML) place.innerHTML = fresh.innerHTML;
        later(place);
      })
      .catch(function () { later(place); });
  }

  function later(place) { window.setTimeout(follow, EVERY, place); }

  document.addEventListener('DOMContentLoaded', function () {
    var place = document.querySelector('[data-archipel-under-way]');
    if (place) later(place);
  });
})();
