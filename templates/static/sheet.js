// Findings and cells lead to each other without leaving the page. Every one of
// these links also works by itself.
(function () {
  'use strict';

  // reveal opens the sheet that a cell is on, scrolls the cell into the middle of
  // its pane and puts the focus there.
  function reveal(target) {
    var sheet = target.closest('.sheet');
    var tab = sheet && sheet.hidden && document.querySelector('.tabs a[href="#' + sheet.id + '"]');
    if (tab) { tab.click(); }
    var pane = target.closest('.pane');
    if (pane) {
      var at = target.getBoundingClientRect();
      var box = pane.getBoundingClientRect();
      pane.scrollTop += at.top - box.top - (box.height - at.height) / 2;
      pane.scrollLeft += at.left - box.left - (box.width - at.width) / 2;
      pane.scrollIntoView({block: 'nearest'});
    } else {
      target.scrollIntoView({block: 'nearest'});
    }
    if (target.classList.contains('sheet')) { target = target.querySelector('.pane') || target; }
    target.focus({preventScroll: true});
  }

  // fill puts rows in the place of those that were left out, and runs then.
  function fill(gap, address, then) {
    if (gap.getAttribute('aria-busy')) { return; }
    gap.setAttribute('aria-busy', 'true');
    fetch(address).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, 'text/html');
      var table = gap.closest('table');
      var bodies = fresh.querySelectorAll('table.cells tbody');
      var first = bodies[0];
      Array.prototype.forEach.call(bodies, function (body) { table.insertBefore(body, gap); });
      gap.parentNode.removeChild(gap);
      then(first);
    }).catch(function () { location.assign(address); });
  }

  function gapOf(sheet, row) {
    var gaps = sheet ? sheet.querySelectorAll('tbody.left-out') : [];
    for (var i = 0; i < gaps.length; i++) {
      if (Number(gaps[i].dataset.from) <= row && row <= Number(gaps[i].dataset.to)) { return gaps[i]; }
    }
    return null;
  }

  // find shows the cell of a finding; false where only its own address can.
  function find(link) {
    var id = decodeURIComponent(link.hash.slice(1));
    var target = document.getElementById(id);
    if (target) { reveal(target); return true; }
    var row = Number(new URLSearchParams(link.search).get('row'));
    var gap = gapOf(document.getElementById(id.slice(0, id.lastIndexOf('-'))), row);
    if (!gap) { return false; }
    var more = gap.querySelector('a[data-rows]');
    fill(gap, more.pathname + more.search + '&row=' + row, function () {
      target = document.getElementById(id);
      if (target) { reveal(target); }
    });
    return true;
  }

  document.addEventListener('click', function (event) {
    var link = event.target.closest('a[data-find], a[data-back], a[data-rows]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    if ('rows' in link.dataset) {
      event.preventDefault();
      fill(link.closest('tbody'), link.pathname + link.search, function (first) {
        var row = first.querySelector('th');
        row.tabIndex = -1;
        row.focus({preventScroll: true});
      });
      return;
    }
    if (find(link)) { event.preventDefault(); }
  });
}());
