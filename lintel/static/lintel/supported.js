// Says on <body> that this browser runs modules, before anything is painted; the vendors' scripts look for it.
// (Theirs is an inline script, which the Content-Security-Policy forbids.)
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
