// All agreements of the folder: made or renewed, watched, looked through and approved.

import {call, get, say, setHTML, showProblems} from './page.js';

const $ = name => document.getElementById(name);
const wrong = $('page-problems'), result = $('result');

const formats = form => [...form.querySelectorAll('[name="formats"]:checked')].map(i => i.value);

async function begin(input) {
  result.replaceChildren();
  const answer = await call('make', input);
  showProblems(wrong, answer.ok ? [] : answer.problems);
  if (answer.ok) watch();
  else say(answer.problems[0].message);
}

$('make').addEventListener('submit', e => {
  e.preventDefault();
  begin({formats: formats(e.target), final: e.target.elements.final.checked});
});

$('renew').addEventListener('submit', async e => {
  e.preventDefault();
  const {months, agreed, rules, signing} = e.target.elements;
  const file = rules.files[0];
  const text = file ? await file.text() : JSON.stringify({...(signing.value && {signing_date: signing.value}), facts: {agreed: agreed.checked}, term: {months: Number(months.value)}});
  begin({formats: formats(e.target), renewal: text});
});

$('stop').addEventListener('click', () => call('stop_making', {}));

// watch shows how far the batch is until it has ended.
async function watch() {
  $('running').hidden = false;
  say('The batch has begun');
  for (;;) {
    const answer = await call('making', {});
    if (!answer.ok) {
      showProblems(wrong, answer.problems);
      break;
    }
    const s = answer.data;
    $('phase').textContent = s.phase === 'making' ? `${s.made + s.kept} of ${s.rows} made${s.failed ? `, ${s.failed} failed` : ''}` : `Checking, row ${s.row}`;
    if (s.rows > 0) {
      $('far').max = s.rows;
      $('far').value = s.made + s.kept + s.failed;
    } else {
      $('far').removeAttribute('value');
    }
    if (!s.running) {
      $('running').hidden = true;
      if (s.problems.length > 0) showProblems(wrong, s.problems);
      if (s.of) await show(s.of, s.ended);
      break;
    }
    await new Promise(done => setTimeout(done, 300));
  }
}

async function show(of, words) {
  const answer = await get('/batch/' + of);
  if (!answer.ok) {
    showProblems(wrong, answer.problems);
    say(answer.problems[0].message);
    return;
  }
  const who = $('who')?.value ?? sessionStorage.getItem('engross who') ?? '';
  setHTML(result, answer.data);
  if ($('who')) $('who').value = who;
  const head = result.querySelector('h2');
  head.focus();
  say(words ?? head.textContent);
}

document.addEventListener('click', async e => {
  const of = e.target.closest('[data-show]'), group = e.target.closest('[data-approve]');
  if (of) {
    showProblems(wrong, []);
    show(of.dataset.show);
  } else if (group) {
    const who = $('who').value.trim();
    const list = group.closest('li').querySelector('.problems') ?? document.createElement('ul');
    list.className = 'problems';
    group.after(list);
    const answer = await call('approve', {of: group.dataset.of, signature: group.dataset.approve, count: Number(group.dataset.count), who});
    if (!answer.ok) {
      showProblems(list, answer.problems);
      if (!who) $('who').focus();
      return;
    }
    sessionStorage.setItem('engross who', who);
    show(group.dataset.of, 'Approved');
  }
});

// A batch that was begun in another window is watched here too.
const now = await call('making', {});
if (now.ok && now.data.running) watch();
