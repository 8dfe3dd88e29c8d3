import {parse} from './api.js';
import {h, fill} from './dom.js';

/**
 * Who acts in this tab. The cookie of the console says who signed in; the token of the next request stands here only,
 * where no other site and no other port of this machine can read it. A token is good for one request.
 */
const KEY = 'flatbook.person';
const listeners = new Set();

export const offers = (document.querySelector('meta[name="offers"]')?.content ?? '').split(' ');

export function person() {
  return JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
}

/** Calls a listener now and whenever somebody signs in or out; returns what ends that. */
export function onPerson(listener) {
  listeners.add(listener);
  listener(person());
  return () => listeners.delete(listener);
}

function remember(answer) {
  const before = person()?.principal;
  if (answer?.token) {
    sessionStorage.setItem(KEY, JSON.stringify({principal: answer.principal, token: answer.token}));
  } else {
    sessionStorage.removeItem(KEY);
  }
  if (before !== person()?.principal) {
    listeners.forEach(listener => listener(person()));
  }
}

/** Sends what this person asks for; what is kept alive goes out even if the page is left at once. */
function send(path, body, keepalive = false) {
  const headers = {'Content-Type': 'application/json', Accept: 'application/json'};
  if (person()) {
    headers['X-Flatbook-Token'] = person().token;
  }
  return fetch(
    path, {method: 'POST', headers, body: JSON.stringify(body), credentials: 'same-origin', keepalive});
}

/** Asks for something to be done; the answer, or an error with the sentence that it answers. */
export async function post(path, body) {
  let answer;
  let response;
  try {
    response = await send(path, body);
    answer = parse(await response.text());
  } catch (error) {
    remember(null);
    throw new Error('the console gave no answer, so it is not known what was done: look before you do it again');
  }
  if (response.status === 401 || response.status === 403 || answer.token) {
    remember(response.status === 401 || response.status === 403 ? null : answer);
  }
  if (!response.ok) {
    throw new Error(answer.problem ?? `the console answers ${response.status}`);
  }
  return answer;
}

/** Forgets before there is an answer: whoever leaves the page at once has signed out, too. */
export function signOut() {
  send('/api/sign-out', {}, true).catch(() => {});
  remember(null);
}

/** A part of a page where somebody signs in; says who has, once that is done. Returns the part and what ends it. */
export function signIn() {
  const part = h('section', {class: 'person', 'aria-label': 'Who acts'});
  const end = onPerson(now => fill(part, now ? signedIn(now) : form()));
  return {part, end};
}

function signedIn(now) {
  return h('p', {}, 'You act as ', h('strong', {'data-person': now.principal}, now.principal),
    '; the cluster has checked your secret, and checks it again for each act. ',
    h('button', {type: 'button', 'data-key': 'sign-out', onclick: () => signOut()}, 'Sign out'));
}

function form() {
  const told = h('p', {class: 'told-problem', role: 'alert'});
  const button = h('button', {type: 'submit'}, 'Sign in');
  const each = h('form', {class: 'filters', onsubmit: async event => {
    event.preventDefault();
    button.disabled = true;
    told.textContent = '';
    try {
      const file = each.elements.secret.files[0];
      await post('/api/sign-in', {principal: each.elements.principal.value.trim(),
        secret: file ? (await file.text()).trim() : ''});
    } catch (error) {
      told.textContent = error.message;
    } finally {
      button.disabled = false;
    }
  }},
  h('label', {}, 'Principal', h('input', {name: 'principal', type: 'text', placeholder: 'risk/NAME', required: true,
    autocomplete: 'off', spellcheck: 'false'})),
  h('label', {class: 'wide'}, 'Your secret file, none if the cluster trusts names',
    h('input', {name: 'secret', type: 'file'})), button);
  return [h('p', {}, 'Nobody is signed in. To propose, approve or reject, prove that you are a risk principal.'), each,
    told];
}

/**
 * A button that asks once more before it does something. Options: key, the same for the same button; label; question;
 * act, which returns what it did as a sentence; told, which takes the sentence or the error's.
 */
let armed = null;
export function twoSteps(options) {
  const place = h('span', {class: 'two-steps'});
  draw();
  return place;

  function draw() {
    if (armed !== options.key) {
      fill(place, h('button', {type: 'button', 'data-key': options.key, 'data-act': options.key,
        disabled: options.disabled === true, onclick: () => { armed = options.key; draw(); }}, options.label));
      return;
    }
    fill(place, h('strong', {}, options.question, ' '),
      h('button', {type: 'button', class: 'danger', 'data-key': options.key, 'data-sure': options.key,
        onclick: act}, 'Yes'), ' ',
      h('button', {type: 'button', 'data-key': options.key + ':no', onclick: () => { armed = null; draw(); }}, 'No'));
    place.querySelector('[data-sure]')?.focus();
  }

  async function act(event) {
    event.target.disabled = true;
    try {
      options.told(await options.act(), false);
    } catch (error) {
      options.told(error.message, true);
    } finally {
      armed = null;
      draw();
    }
  }
}

/** What somebody can do with a proposal: approve it, unless it is the own one, or reject it. */
export function decide(proposal, proposer, told) {
  const now = person();
  if (!now) {
    return null;
  }
  const isOwn = now.principal === proposer;
  return h('p', {class: 'decide'},
    isOwn ? 'It is your own: somebody else must approve it. ' : null,
    twoSteps({key: `approve:${proposal}`, label: 'Approve', disabled: isOwn, question: 'Let it take effect now?', told,
      act: async () => {
        await post('/api/proposals/approve', {proposal: String(proposal)});
        return `Proposal ${proposal} is approved and took effect.`;
      }}), ' ',
    twoSteps({key: `reject:${proposal}`, label: isOwn ? 'Withdraw' : 'Reject', question: 'End this proposal?', told,
      act: async () => {
        await post('/api/proposals/reject', {proposal: String(proposal)});
        return `Proposal ${proposal} is rejected.`;
      }}));
}

/** A line in which a page says what was done. */
export function told() {
  const line = h('p', {class: 'done', role: 'status', hidden: true});
  return {line, tell(text, isProblem) {
    line.hidden = false;
    line.textContent = text;
    line.className = isProblem ? 'problem' : 'calm';
  }};
}
