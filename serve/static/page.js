// What every page of the workbench uses.

const token = document.querySelector('meta[name="engross-page"]')?.content ?? '';
const policy = window.trustedTypes?.createPolicy('engross', {createHTML: text => text});

// setHTML shows a piece that the workbench made; nothing else is ever given to it.
export function setHTML(element, text) {
  element.innerHTML = policy ? policy.createHTML(text) : text;
}

const silent = [{severity: 'error', message: 'The workbench does not answer',
  hint: 'It may have been ended. Start engross serve again; this page then goes on, and what you typed is still here.'}];

async function ask(address, options) {
  try {
    const answer = await fetch(address, {credentials: 'same-origin', ...options});
    const json = answer.headers.get('Content-Type')?.startsWith('application/json');
    const data = json ? await answer.json() : await answer.text();
    if (answer.ok) return {ok: true, data};
    return {ok: false, status: answer.status, problems: data.problems ?? [{severity: 'error', message: 'The workbench could not answer', hint: 'Reload the page.'}]};
  } catch {
    return {ok: false, status: 0, problems: silent};
  }
}

// call carries out an operation of the API.
export const call = (operation, input) => post('/api/' + operation, input);

export const post = (address, input) => ask(address, {method: 'POST', body: JSON.stringify(input),
  headers: {'Content-Type': 'application/json', 'Engross-Page': token}});

// get fetches a piece of a page, or JSON.
export const get = (address, signal) => ask(address, {signal, headers: {}});

let speaking;
// say tells who listens to the page what happened.
export function say(words) {
  const said = document.getElementById('said');
  clearTimeout(speaking);
  said.textContent = '';
  speaking = setTimeout(() => { said.textContent = words; }, 60);
}

// showProblems lists what is wrong in a list of its own, and goes there.
export function showProblems(list, problems) {
  list.replaceChildren(...problems.map(p => {
    const item = document.createElement('li');
    item.className = p.severity;
    const weight = document.createElement('span');
    weight.className = 'weight';
    weight.textContent = p.severity;
    item.append(weight, ' ' + p.message);
    if (p.hint) {
      const hint = document.createElement('span');
      hint.className = 'hint';
      hint.textContent = p.hint;
      item.append(hint);
    }
    return item;
  }));
  list.hidden = problems.length === 0;
}

// tabs makes lists of tabs work with the arrow keys, as people who use them expect.
export function tabs(list, shown) {
  const all = [...list.querySelectorAll('[role="tab"]')];
  const choose = (tab, focus) => {
    for (const t of all) {
      const on = t === tab;
      t.setAttribute('aria-selected', on);
      t.tabIndex = on ? 0 : -1;
      document.getElementById(t.getAttribute('aria-controls')).hidden = !on;
    }
    if (focus) tab.focus();
    shown?.(tab);
  };
  list.addEventListener('click', e => {
    const tab = e.target.closest('[role="tab"]');
    if (tab) choose(tab);
  });
  list.addEventListener('keydown', e => {
    const i = all.indexOf(document.activeElement);
    const way = {ArrowRight: 1, ArrowLeft: -1}[e.key];
    if (i < 0 || !(way || e.key === 'Home' || e.key === 'End')) return;
    e.preventDefault();
    choose(e.key === 'Home' ? all[0] : e.key === 'End' ? all.at(-1) : all[(i + way + all.length) % all.length], true);
  });
  return name => choose(document.getElementById(name));
}

// base64 is a file as the API takes it.
export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  const step = 0x8000;
  for (let i = 0; i < bytes.length; i += step) text += String.fromCharCode(...bytes.subarray(i, i + step));
  return btoa(text);
}
