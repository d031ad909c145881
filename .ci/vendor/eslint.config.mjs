// What Chromium 86 can parse and do is asked of every script that pages load.
import compat from 'eslint-plugin-compat';

export default [{
  files: ['**/*.js'],
  languageOptions: {ecmaVersion: 2021, sourceType: 'script'},
  plugins: {compat},
  rules: {'compat/compat': 'error'},
  settings: {browsers: ['chrome 86']},
  linterOptions: {noInlineConfig: true},
}];
