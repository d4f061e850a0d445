// Posts the form and stays on the page: what the server answered is shown there.
const form = document.querySelector('form');
const output = document.querySelector('output');

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void signUp();
});

// The widget shows this button where the gate names the way; what it does is the site's.
form.querySelector('[data-way=email]').addEventListener('click', () => {
  output.textContent = 'Your site asks for an email address here';
});

async function signUp() {
  const response = await fetch(form.action, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  }).catch(() => Response.error());
  if (response.ok) {
    output.textContent = 'We texted you a code';
    return;
  }
  // Shows what the gate answered, or that nothing came; after more work there is another token now.
  if (await globalThis.tollgate.answer(response)) form.requestSubmit();
}
