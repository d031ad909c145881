// Refuses style sheets that ask for what Chromium 86 does not have, by MDN's
// tables of properties, their values, selectors and at-rules:
//
//   node check.js FILE.css…
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {argv, exit} from 'node:process';
import postcss from 'postcss';

const oldest = 86;
const {css} = createRequire(import.meta.url)('@mdn/browser-compat-data');

// A rule of its own whose loss nobody sees.
const harmless = new Set(['file-selector-button']);

// lacks tells whether a feature of the tables came after the oldest browser. What
// they do not know is taken to be there.
function lacks(feature) {
  const support = [feature?.__compat?.support.chrome ?? []].flat();
  const there = ({version_added: added, prefix, alternative_name: other, flags}) =>
    added && !prefix && !other && !flags && parseInt(added.replace('≤', ''), 10) <= oldest;
  return support.length > 0 && !support.some(there);
}

// functions are the features of values by name, wherever the tables keep them.
const functions = new Map();
(function collect(table) {
  for (const [name, feature] of Object.entries(table)) {
    if (name === '__compat') continue;
    if (feature.__compat && !functions.has(name)) functions.set(name, feature);
    collect(feature);
  }
}(css.types));

let wrong = 0;
for (const file of argv.slice(2)) {
  const refuse = (node, what) => {
    console.error(`${file}:${node.source.start.line}:${node.source.start.column}: Chromium ${oldest} lacks ${what}`);
    wrong++;
  };
  postcss.parse(readFileSync(file, 'utf8'), {from: file}).walk((node) => {
    if (node.type === 'atrule') {
      if (lacks(css['at-rules'][node.name])) refuse(node, `@${node.name}`);
    } else if (node.type === 'rule') {
      if (node.parent.type === 'rule') refuse(node, 'nested rules');
      if (/:not\([^()]*,/.test(node.selector)) refuse(node, 'lists within :not()');
      for (const [, name] of node.selector.matchAll(/::?([a-z][a-z-]*)/g)) {
        if (lacks(css.selectors[name]) && !harmless.has(name)) refuse(node, `:${name}`);
      }
    } else if (node.type === 'decl' && !node.prop.startsWith('--')) {
      const property = css.properties[node.prop];
      if (lacks(property)) refuse(node, node.prop);
      for (const [word] of node.value.replace(/"[^"]*"/g, '').matchAll(/[a-z][a-z-]*/gi)) {
        if (lacks(property?.[word])) refuse(node, `${node.prop}: ${word}`);
      }
      for (const [, name] of node.value.matchAll(/([a-z-]+)\(/g)) {
        if (node.prop !== 'clip' && lacks(functions.get(name))) refuse(node, `${name}()`);
      }
      if (/\d[sdl]v[hw]\b/.test(node.value)) refuse(node, 'dynamic viewport units');
    }
  });
}
exit(wrong ? 1 : 0);
