/** Reads one address of the console; throws an error with the sentence that it answers. */
export async function read(path, parameters = {}, signal = undefined) {
  const response = await fetch(address(path, parameters), {signal, headers: {Accept: 'application/json'}});
  const answer = await response.text().then(parse)
    .catch(() => ({problem: `the console answers ${response.status}`}));
  if (!response.ok) {
    throw new Error(answer.problem ?? `the console answers ${response.status}`);
  }
  return answer;
}

const STRINGS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON, in which a whole number that a browser would round, as that of an account may be, becomes a text. */
export function parse(json) {
  return JSON.parse(json.replace(STRINGS_AND_NUMBERS, token => /^-?\d{16,}$/.test(token) ? `"${token}"` : token));
}

export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') {
      query.set(name, value);
    }
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

/** What the address bar says of a view. */
export function state() {
  return Object.fromEntries(new URLSearchParams(location.search));
}

/** Changes what the address bar says, so that the view is a link; without a new entry of the history if it is live. */
export function setState(changes, replaces = false) {
  const next = {...state(), ...changes};
  const target = address(location.pathname, next);
  if (target !== location.pathname + location.search) {
    history[replaces ? 'replaceState' : 'pushState'](null, '', target);
  }
}
