//go:build browser

package main

import (
	"fmt"

	"github.com/chromedp/chromedp"
)

// turn does what leads to another page, and waits for that.
func (c *chromium) turn(step string, actions ...chromedp.Action[chromedp.Void]) {
	c.t.Helper()
	ask[bool](c, `(document.documentElement.dataset.left = 'yes', true)`)
	c.do(step, append(actions, see("html:not([data-left]) main h1"))...)
}

// set gives fields of the page their values, as typing and choosing does.
func (c *chromium) set(fields map[string]string) {
	c.t.Helper()
	for selector, value := range fields {
		if !ask[bool](c, `(() => { const e = document.querySelector(`+quoted(selector)+`); if (!e) { return false; }
			e.value = `+quoted(value)+`; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); return e.value === `+quoted(value)+`; })()`) {
			c.t.Fatalf("%s cannot be %q", selector, value)
		}
	}
}

// values are what fields hold.
func (c *chromium) values(selectors ...string) []string {
	c.t.Helper()
	var list []string
	for _, s := range selectors {
		list = append(list, ask[string](c, `document.querySelector(`+quoted(s)+`).value`))
	}
	return list
}

// text is what the first such element says.
func (c *chromium) text(selector string) string {
	c.t.Helper()
	return ask[string](c, `(document.querySelector(`+quoted(selector)+`) || {textContent: ''}).textContent.trim()`)
}

// quoted is a text as a script writes it.
func quoted(text string) string { return fmt.Sprintf("%q", text) }
