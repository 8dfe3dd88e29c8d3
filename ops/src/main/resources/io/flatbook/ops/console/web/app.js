import {h, fill} from './dom.js';
import {connect, on} from './live.js';
import overview from './views/overview.js';
import positions from './views/positions.js';
import ladder from './views/ladder.js';
import distance from './views/distance.js';
import fund from './views/fund.js';
import defaults from './views/defaults.js';
import cluster from './views/cluster.js';
import proposals from './views/proposals.js';
import audit from './views/audit.js';
import past from './views/history.js';
import desk from './views/desk.js';
import {offers, onPerson} from './person.js';

const PAGES = [
  ['/', 'Overview', overview], ['/positions', 'Positions', positions], ['/ladder', 'Offset ladder', ladder],
  ['/distance', 'Distance', distance], ['/fund', 'Fund', fund], ['/defaults', 'Defaults', defaults],
  ['/cluster', 'Cluster', cluster], ['/proposals', 'Proposals', proposals], ['/audit', 'Audit', audit],
  ...(offers.includes('history') ? [['/history', 'History', past]] : []),
  ...(offers.includes('desk') ? [['/desk', 'Default desk', desk]] : [])
];
const main = document.getElementById('main');
const themeButton = document.getElementById('theme');
let close = () => {};

function show(focuses) {
  close();
  const [path, title, view] = PAGES.find(page => page[0] === location.pathname) ?? PAGES[0];
  document.title = `${title} · Flatbook`;
  document.querySelectorAll('nav a').forEach(link => {
    if (link.getAttribute('href') === path) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  });
  fill(main);
  close = view(main);
  if (focuses) {
    main.focus();
  }
}

function go(target) {
  history.pushState(null, '', target);
  show(true);
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  themeButton.textContent = name === 'dark' ? 'Light' : 'Dark';
}

function toggleTheme() {
  const name = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  localStorage.setItem('theme', name);
  theme(name);
  show(false);
}

document.getElementById('pages').append(...PAGES.map(([path, title]) =>
  h('li', {}, h('a', {href: path}, title))));
theme(localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
themeButton.addEventListener('click', toggleTheme);

document.addEventListener('click', event => {
  const link = event.target.closest('a[href^="/"]');
  if (link && !link.hasAttribute('download') && !event.ctrlKey && !event.metaKey && !event.shiftKey &&
      PAGES.some(page => page[0] === new URL(link.href).pathname)) {
    event.preventDefault();
    go(link.getAttribute('href'));
  }
});
document.addEventListener('keydown', event => {
  if (event.target.closest('input, select, textarea') || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  if (event.key >= '1' && event.key <= '9') {
    go(PAGES[Number(event.key) - 1][0]);
  } else if (event.key === 't') {
    toggleTheme();
  } else if (event.key === '/') {
    const field = main.querySelector('input, select');
    if (field) {
      event.preventDefault();
      field.focus();
    }
  }
});
window.addEventListener('popstate', () => show(true));

const stateLine = document.getElementById('state');
let isConnected = false;
let verdict = 'no status yet';
let problem = null;
function tellState() {
  const text = !isConnected ? 'the console does not answer' : problem ?? verdict;
  if (stateLine.textContent !== text) {
    stateLine.textContent = text;
  }
  stateLine.className = 'state ' + (isConnected && !problem && verdict.startsWith('healthy') ? 'good' : 'bad');
}
on('connection', connected => { isConnected = connected; tellState(); });
on('cluster', seen => { verdict = seen.verdict; tellState(); });
on('overview', seen => {
  problem = seen.problem ?? null;
  document.getElementById('stamp').textContent = seen.timestamp === undefined ? '' :
    `log position ${seen.logPosition.toLocaleString('en')} · ${seen.timestamp.replace('T', ' ').replace('Z', ' UTC')}`;
  tellState();
});
onPerson(person => {
  document.getElementById('person').textContent = person ? person.principal : '';
});
document.getElementById('rights').textContent = offers.includes('desk') ?
  'Risk principals who sign in may act.' : 'Read-only.';
connect();
show(false);
