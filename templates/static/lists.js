// Lists that are narrowed, sorted and turned over without loading the whole page;
// without this file their forms and links load it.
(function () {
  'use strict';

  // The address keeps only what narrows the list.
  document.addEventListener('htmx:configRequest', function (event) {
    var parameters = event.detail.parameters;
    Object.keys(parameters).forEach(function (name) {
      if (parameters[name] === '') { delete parameters[name]; }
    });
  });

  // What goes wrong is shown as the page that the server, or the browser, has for it.
  ['htmx:responseError', 'htmx:sendError'].forEach(function (name) {
    document.addEventListener(name, function (event) {
      location.assign(event.detail.pathInfo.responsePath || event.detail.pathInfo.finalRequestPath || event.detail.pathInfo.requestPath);
    });
  });
}());
