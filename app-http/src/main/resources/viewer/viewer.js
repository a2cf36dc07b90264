// Shows the description of the API, with the token that the page at / keeps for this tab.
'use strict';

const TOKEN = 'tidemark.token';

const ui = SwaggerUIBundle({
  url: '/openapi.yml',
  dom_id: '#viewer',
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor(request) {
    const token = sessionStorage.getItem(TOKEN);
    if (token !== null && !request.headers.Authorization) {
      request.headers.Authorization = `Bearer ${token}`;
    }
    return request;
  },
  onComplete() {
    const token = sessionStorage.getItem(TOKEN);
    if (token !== null) {
      ui.preauthorizeApiKey('token', token);
    }
  },
});

// Whoever comes here first has no token in this tab yet.
fetch('/openapi.yml', { headers: sessionStorage.getItem(TOKEN) ? { Authorization: `Bearer ${sessionStorage.getItem(TOKEN)}` } : {} })
  .then((answer) => {
    if (answer.status === 401) {
      const hint = document.createElement('p');
      hint.textContent = 'This server asks for a token: ';
      const link = document.createElement('a');
      link.href = '/';
      link.textContent = 'give it at the page, and come back in the same tab';
      hint.append(link, '.');
      document.getElementById('viewer').replaceChildren(hint);
    }
  });
