// Files are sent one by one, each with its own progress, and the page stays. The
// form works without this file: then the browser sends all of them at once.
(function () {
  'use strict';
  var atOnce = 2; // as many as the server reads at once
  var form = document.querySelector('form[data-inbox-form]');
  if (!form || !window.FormData || !window.XMLHttpRequest) { return; }
  var input = form.querySelector('input[type=file]');
  var box = form.querySelector('[data-sending]');
  var list = box.querySelector('[data-list]');
  var total = box.querySelector('[data-total]');
  var said = box.querySelector('[data-said]');
  var again = box.querySelector('[data-again]');
  var look = box.querySelector('[data-look]');
  var items = [];
  var running = 0;

  function count(state) {
    return items.filter(function (item) { return item.state === state; }).length;
  }

  function show(item, words) {
    item.element.className = item.state;
    item.element.lastChild.textContent = words;
    item.bar.hidden = item.state !== 'sending';
    tell();
  }

  function tell() {
    var done = count('received');
    var failed = count('failed');
    total.max = items.length;
    total.value = done;
    said.textContent = '共' + items.length + '个文件，已收到' + done + '个' + (failed ? '，' + failed + '个没有收到' : '') +
      (running || count('waiting') ? '，正在发送……' : '。');
    again.hidden = failed === 0;
    look.hidden = true;
  }

  function add(file) {
    var element = document.createElement('li');
    var name = document.createElement('span');
    var bar = document.createElement('progress');
    var words = document.createElement('span');
    name.textContent = file.name;
    bar.max = 1;
    bar.value = 0;
    bar.hidden = true;
    bar.setAttribute('aria-label', file.name + '的进度');
    element.appendChild(name);
    element.appendChild(bar);
    element.appendChild(words);
    list.appendChild(element);
    items.push({file: file, element: element, bar: bar, state: 'waiting', fields: fields()});
    show(items[items.length - 1], '等待发送');
  }

  // fields are what the form says of the files when they are chosen.
  function fields() {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.type !== 'file' && field.type !== 'submit';
    }).map(function (field) { return [field.name, field.value]; });
  }

  function next() {
    var item = null;
    for (var i = 0; i < items.length && !item; i++) {
      if (items[i].state === 'waiting') { item = items[i]; }
    }
    if (!item || running >= atOnce) {
      if (!running) { refresh(); }
      return;
    }
    send(item);
    next();
  }

  function send(item) {
    var request = new XMLHttpRequest();
    var data = new FormData();
    item.fields.forEach(function (field) { data.append(field[0], field[1]); });
    data.append('file', item.file, item.file.name);
    item.state = 'sending';
    running++;
    show(item, '正在发送');
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.timeout = 120000;
    request.upload.addEventListener('progress', function (event) {
      if (!event.lengthComputable) { return; }
      item.bar.value = event.loaded / event.total;
      if (event.loaded === event.total) { show(item, '正在核对'); }
    });
    request.addEventListener('loadend', function () {
      running--;
      settle(item, request);
      refreshSoon();
      next();
    });
    request.send(data);
  }

  // settle shows what became of a file. One without a good answer counts as not
  // received: sent again, the server takes it once.
  function settle(item, request) {
    var answer = null;
    try { answer = JSON.parse(request.responseText); } catch (error) { answer = null; }
    if (request.status === 200 && answer && answer.files) {
      item.state = 'received';
      var words = answer.files.length === 1 ? answer.files[0].state : '已收到' + answer.files.length + '个文件';
      show(item, answer.again ? words + '（早已收到）' : words);
      return;
    }
    item.state = 'failed';
    list.insertBefore(item.element, list.firstChild);
    show(item, '没有收到：' + (answer && answer.detail || (request.status ? '服务器没有正常应答。' : '连接中断。')));
  }

  var soon = 0;
  function refreshSoon() {
    if (!soon) { soon = window.setTimeout(refresh, 1500); }
  }

  // refresh puts the inbox as it is now in the place of the one on the page. While
  // somebody is at work in it, it waits.
  function refresh() {
    window.clearTimeout(soon);
    soon = 0;
    if (atWork(document.getElementById('inbox'))) { refreshSoon(); return; }
    fetch('/upload' + location.search).then(function (answer) { return answer.text(); }).then(function (text) {
      var old = document.getElementById('inbox');
      var fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('inbox');
      if (!fresh) { return; }
      if (atWork(old)) { refreshSoon(); return; }
      keepTicks(old, fresh);
      old.parentNode.replaceChild(fresh, old);
      look.hidden = running > 0 || count('waiting') > 0 || count('received') === 0;
    }).catch(function () { /* the page still shows what it did */ });
  }

  // atWork reports whether a field of the inbox has the focus or was changed.
  function atWork(inbox) {
    var at = document.activeElement;
    return inbox.contains(at) && at.matches('input, select, textarea, summary') ||
      Array.prototype.some.call(inbox.querySelectorAll('select, .discard input'), function (field) {
        if (field.type !== 'select-one') { return field.value !== field.defaultValue; }
        var first = field.querySelector('option[selected]') || field.options[0];
        return first && !first.selected;
      });
  }

  // keepTicks carries over what somebody ticked or cleared.
  function keepTicks(old, fresh) {
    Array.prototype.forEach.call(old.querySelectorAll('input[name=id][type=checkbox]'), function (box) {
      if (box.checked === box.defaultChecked) { return; }
      var same = fresh.querySelector('input[name=id][type=checkbox][value="' + box.value + '"]');
      if (same) { same.checked = box.checked; }
    });
  }

  // Caught on its way to the form, before what other scripts do with forms.
  document.addEventListener('submit', function (event) {
    var button = event.submitter;
    if (event.target !== form || (button && button.hasAttribute('formaction')) || !input.files.length) { return; }
    event.preventDefault();
    event.stopPropagation();
    box.hidden = false;
    Array.prototype.forEach.call(input.files, add);
    input.value = '';
    input.dispatchEvent(new Event('change'));
    next();
  }, true);

  again.addEventListener('click', function () {
    items.forEach(function (item) {
      if (item.state === 'failed') { item.state = 'waiting'; show(item, '等待发送'); }
    });
    next();
  });

  window.addEventListener('beforeunload', function (event) {
    if (running || count('waiting')) { event.preventDefault(); event.returnValue = ''; }
  });
}());
