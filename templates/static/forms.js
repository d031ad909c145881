// Niceties only: every page works without this file.
(function () {
  'use strict';
  var most = 32 * 1024 * 1024;

  // downloads reports whether a form is sent for a file, so that the page stays.
  function downloads(event) {
    return Boolean(event.submitter && event.submitter.hasAttribute('data-plain'));
  }

  // A form is sent once, whatever is clicked meanwhile; those that come to the page
  // later as well.
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (!form.hasAttribute('data-once') || event.defaultPrevented || downloads(event)) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    var button = event.submitter || form.querySelector('button[type=submit]');
    if (button) { button.setAttribute('aria-busy', 'true'); }
  });
  window.addEventListener('pageshow', function () {
    each('form[data-sent]', function (form) { delete form.dataset.sent; });
    each('button[aria-busy]', function (button) { button.removeAttribute('aria-busy'); });
  });

  // guard asks before typed words are left behind.
  function guard(form) {
    var changed = false;
    form.addEventListener('input', function () { changed = true; });
    form.addEventListener('submit', function () { changed = false; });
    window.addEventListener('beforeunload', function (event) {
      if (changed) { event.preventDefault(); event.returnValue = ''; }
    });
  }

  function listFiles(input, list) {
    var tooBig = false;
    list.textContent = '';
    Array.prototype.forEach.call(input.files, function (file) {
      var item = document.createElement('li');
      tooBig = tooBig || file.size > most;
      item.className = file.size > most ? 'bad' : '';
      item.textContent = file.name + '（' + Math.max(1, Math.round(file.size / 1024)) + ' KB）';
      list.appendChild(item);
    });
    input.setCustomValidity(tooBig ? '有文件超过32 MB，请删去工作簿里的图片再上传。' : '');
  }

  function dropZone(zone) {
    var input = zone.querySelector('input[type=file]');
    var list = zone.querySelector('[data-chosen]');
    input.addEventListener('change', function () { listFiles(input, list); });
    // The whole page takes files: one let go beside the zone would be opened in the
    // page's place.
    ['dragenter', 'dragover'].forEach(function (name) {
      document.addEventListener(name, function (event) { event.preventDefault(); zone.classList.add('over'); });
    });
    document.addEventListener('dragleave', function (event) {
      if (!event.relatedTarget) { zone.classList.remove('over'); }
    });
    document.addEventListener('drop', function (event) {
      zone.classList.remove('over');
      if (event.dataTransfer && event.dataTransfer.files.length) {
        event.preventDefault();
        input.files = event.dataTransfer.files;
        listFiles(input, list);
      }
    });
  }

  // progress shows that reading a large workbook takes a moment; the form is
  // sent by the browser itself.
  function progress(form) {
    var bar = form.querySelector('[data-progress]');
    form.addEventListener('submit', function (event) {
      if (downloads(event)) { return; }
      bar.hidden = false;
      bar.removeAttribute('value');
    });
    window.addEventListener('pageshow', function () { bar.hidden = true; });
  }

  // tabs shows one section of a result at a time.
  function tabs(nav) {
    var links = Array.prototype.slice.call(nav.querySelectorAll('a'));
    var panels = links.map(function (link) { return document.getElementById(link.hash.slice(1)); });
    if (links.length < 2) { return; }
    nav.setAttribute('role', 'tablist');
    function show(index) {
      links.forEach(function (link, i) {
        link.setAttribute('aria-selected', String(i === index));
        panels[i].hidden = i !== index;
      });
    }
    links.forEach(function (link, i) {
      link.setAttribute('role', 'tab');
      link.setAttribute('aria-controls', panels[i].id);
      panels[i].setAttribute('role', 'tabpanel');
      link.addEventListener('click', function (event) { event.preventDefault(); show(i); });
      link.addEventListener('keydown', function (event) {
        var step = { ArrowRight: 1, ArrowLeft: links.length - 1, ' ': 0 }[event.key];
        if (step === undefined) { return; }
        event.preventDefault();
        var next = (i + step) % links.length;
        show(next);
        links[next].focus();
      });
    });
    show(Math.min(Number(nav.dataset.show) || 0, links.length - 1));
  }

  // live fetches a section anew while something in it is still moving.
  function live(section) {
    window.setTimeout(function () {
      fetch(location.pathname).then(function (answer) { return answer.text(); }).then(function (text) {
        var fresh = new DOMParser().parseFromString(text, 'text/html').getElementById(section.id);
        if (!fresh) { return; }
        if (section.contains(document.activeElement)) { live(section); return; }
        section.parentNode.replaceChild(fresh, section);
        if ('live' in fresh.dataset) { live(fresh); }
      }).catch(function () { live(section); });
    }, 3000);
  }

  // copy puts the text of a field on the clipboard and says so.
  function copy(button) {
    button.hidden = false;
    button.addEventListener('click', function () {
      var field = document.getElementById(button.dataset.copy);
      field.focus();
      field.select();
      button.nextElementSibling.textContent = document.execCommand('copy') ? '已复制' : '没有复制成，请按 Ctrl+C';
    });
  }

  // unfold opens the part of the page that the address leads to.
  function unfold() {
    var part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (part && part.tagName === 'DETAILS') { part.open = true; }
  }

  function print(button) {
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  }

  function each(selector, run) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), function (element) { run(element); });
  }
  each('form[data-guard]', guard);
  each('[data-drop]', dropZone);
  each('form[data-upload]', progress);
  each('.tabs', tabs);
  each('[data-live]', live);
  each('button[data-copy]', copy);
  each('button[data-print]', print);
  window.addEventListener('hashchange', unfold);
  unfold();
}());
