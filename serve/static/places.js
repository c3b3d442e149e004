// A value, and every place of the text that prints it.

const text = document.getElementById('text');

const holds = (list, at) => list.split(' ').some(p => p === at || p.startsWith(at + '/'));

// placesOf are the places of the text that print a value, and those that are there because
// of it.
export function placesOf(at) {
  const printed = [...text.querySelectorAll('[data-at]')].filter(e => holds(e.dataset.at, at));
  const there = [...text.querySelectorAll('[data-if]')].filter(e => holds(e.dataset.if, at));
  return {printed, there};
}

export function dim() {
  for (const e of text.querySelectorAll('.lit, .lit-if')) e.classList.remove('lit', 'lit-if');
}

// light lights all places of some values.
export function light(ats) {
  dim();
  const found = {printed: [], there: []};
  for (const at of ats) {
    const p = placesOf(at.replaceAll(' ', '%20'));
    for (const e of p.printed) e.classList.add('lit');
    for (const e of p.there) e.classList.add('lit-if');
    found.printed.push(...p.printed);
    found.there.push(...p.there);
  }
  return found;
}

// numberOf is what a place of the text is called.
export function numberOf(element) {
  const parts = [];
  for (let e = element.closest('.clause, .piece'); e; e = e.parentElement.closest('.clause, .piece')) {
    const no = e.querySelector(':scope > .no, :scope > h2 > .no');
    if (no) parts.unshift(no.textContent.trim().replace(/\.$/, ''));
    if (e.classList.contains('piece') && !no) parts.unshift(e.querySelector('h2')?.textContent ?? 'signatures');
  }
  const last = parts.at(-1) ?? '';
  return /^[0-9]/.test(last) ? last : parts.join(' ');
}

// showPlaces names the places that were lit, each a way there.
export function showPlaces(box, found, go) {
  box.replaceChildren();
  const seen = new Map();
  for (const e of found.printed) {
    const name = numberOf(e);
    if (!seen.has(name)) seen.set(name, e);
  }
  const there = [...new Set(found.there.map(numberOf))];
  if (seen.size === 0 && there.length === 0) {
    box.textContent = 'The text does not print it by itself.';
    return;
  }
  if (seen.size > 0) {
    box.append('Printed in ');
    let first = true;
    for (const [name, e] of seen) {
      if (!first) box.append(', ');
      first = false;
      const b = document.createElement('button');
      b.type = 'button';
      b.className = 'link';
      b.textContent = name;
      b.addEventListener('click', () => go(e));
      box.append(b);
    }
    box.append('.');
  }
  if (there.length > 0) box.append(` There because of it: ${there.slice(0, 8).join(', ')}${there.length > 8 ? ' and more' : ''}.`);
}
