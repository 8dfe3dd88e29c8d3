import {parse} from './api.js';

/** The stream of what is new. */
const listeners = {overview: new Set(), cluster: new Set(), connection: new Set()};
const last = {};

function tell(topic, value) {
  last[topic] = value;
  listeners[topic].forEach(listener => listener(value));
}

/** Calls a listener with the newest of a topic and with what follows; returns what ends that. */
export function on(topic, listener) {
  listeners[topic].add(listener);
  if (last[topic] !== undefined) {
    listener(last[topic]);
  }
  return () => listeners[topic].delete(listener);
}

export function connect() {
  const source = new EventSource('/api/stream');
  source.onopen = () => tell('connection', true);
  source.onerror = () => {
    tell('connection', false);
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(connect, 2000);
    }
  };
  source.addEventListener('overview', event => tell('overview', parse(event.data)));
  source.addEventListener('cluster', event => tell('cluster', parse(event.data)));
}
