package web

import (
	"net/url"
	"strings"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// asked is a finding that asks for a word of explanation, as the form has it.
type asked struct {
	Key     string
	Finding ledger.Finding
	Text    string // as typed
	// Optional: without a word the row is left out.
	Optional bool
	Missing  bool // the form was sent without it
}

// askedOf are a preview's findings that ask for a word, with what was typed.
// sent: the form came back.
func askedOf(p *app.Preview, typed map[string]string, sent bool) []asked {
	var list []asked
	for _, f := range p.Findings {
		if !p.Asks(f) {
			continue
		}
		a := asked{Key: app.FindingKey(f), Finding: f, Text: typed[app.FindingKey(f)]}
		a.Optional = f.Severity == ledger.SeverityError && p.IsLeftOut(f)
		a.Missing = sent && !a.Optional && strings.TrimSpace(a.Text) == ""
		list = append(list, a)
	}
	return list
}

// readExplanations are the form's explanations by the keys of their findings,
// which stand in the same order.
func readExplanations(form url.Values) map[string]string {
	said := map[string]string{}
	for i, key := range form["finding"] {
		if i < len(form["explanation"]) {
			said[key] = form["explanation"][i]
		}
	}
	return said
}
