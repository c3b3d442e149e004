// All that may be said: what more there is to a thing, fetched when it is opened, and
// further elements of lists, asked for as a whole before anything is changed.

import {get, say, setHTML, showProblems} from './page.js';
import {blank, put, read} from './edit.js';

// load fetches what more may be said of a thing.
export async function load(base, details) {
  const box = details.lastElementChild;
  if (box.childNodes.length > 0) return;
  const answer = await get(`${base}/more?of=${encodeURIComponent(details.dataset.of)}`);
  if (answer.ok) setHTML(box, answer.data);
  else box.textContent = answer.problems[0].message;
}

// more lets a page add elements and say more. Keep writes a change and reports what
// came of it; added is told where the new element is.
export function more(base, keep, added) {
  const dialog = document.getElementById('new');
  let from;

  document.addEventListener('toggle', e => {
    if (e.target.matches?.('details.more') && e.target.open) load(base, e.target);
  }, true);

  document.addEventListener('click', async e => {
    const button = e.target.closest('[data-new]');
    if (!button) return;
    const answer = await get(`${base}/new?of=${encodeURIComponent(button.dataset.new)}`);
    if (!answer.ok) {
      say(answer.problems[0].message);
      return;
    }
    setHTML(dialog, answer.data);
    // Radio buttons of several values in one form must not be one group.
    for (const part of dialog.querySelectorAll('.part[data-kind="yes-no"]')) {
      for (const i of part.querySelectorAll('input')) {
        i.name = part.dataset.in;
        i.dataset.value = '';
      }
    }
    from = button;
    dialog.showModal();
    dialog.querySelector('.part')?.querySelector('input, select, textarea')?.focus();
  });

  dialog.addEventListener('click', e => { if (e.target.closest('[data-close]')) dialog.close(); });
  dialog.addEventListener('close', () => { if (from?.isConnected) from.focus({preventScroll: true}); });

  dialog.addEventListener('submit', async e => {
    e.preventDefault();
    const form = e.target;
    const value = form.dataset.made ? {id: form.dataset.made} : {};
    let wrong = null;
    for (const part of form.querySelectorAll('.part')) {
      const list = part.querySelector('.problems');
      showProblems(list, []);
      if (blank(part) && !('required' in part.dataset)) continue;
      const got = blank(part) ? {problem: {severity: 'error', message: 'This is needed', hint: 'It cannot be left out here.'}} : read(part);
      if (got.problem) {
        showProblems(list, [got.problem]);
        wrong ??= part;
      } else {
        put(value, part.dataset.in.split('/'), got.value);
      }
    }
    if (wrong) {
      wrong.querySelector('input, select, textarea').focus();
      say('Not added. Something is missing or cannot be read.');
      return;
    }
    const answer = await keep({pointer: form.dataset.list + '/-', value});
    if (answer.ok) {
      dialog.close();
      added(form.dataset.list, answer.data);
      return;
    }
    const general = [];
    for (const p of answer.problems) {
      const in_ = p.pointer?.startsWith(form.dataset.list + '/') ? p.pointer.slice(form.dataset.list.length + 1).replace(/^[0-9]+\//, '') : '';
      const part = in_ && [...form.querySelectorAll('.part')].find(x => in_ === x.dataset.in || in_.startsWith(x.dataset.in + '/'));
      if (part) showProblems(part.querySelector('.problems'), [p]);
      else general.push(p);
    }
    showProblems(form.querySelector('[data-general]'), general);
    say('Not added. ' + answer.problems[0].message);
  });
}
