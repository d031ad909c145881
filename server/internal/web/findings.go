package web

import (
	"sort"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// shownFinding is a finding with its place in the preview's list and on the
// clerk's own sheet.
type shownFinding struct {
	ledger.Finding
	Index int
	Place app.Place
	// Offers are the doubtful readings that it speaks of, to be confirmed here.
	Offers []offerForm
}

// findingGroup is findings of one severity and code: like ones are told once,
// with their cells.
type findingGroup struct {
	Severity ledger.Severity
	Code     string
	Hint     string // of the first, for the whole group where all agree
	OneHint  bool
	Findings []shownFinding
}

// IsError reports whether the group stops the file.
func (g findingGroup) IsError() bool { return g.Severity == ledger.SeverityError }

// inWords is how many findings of one kind are told in words on a page with the
// sheet beside them, inCells how many more by their cells alone.
const (
	inWords = 50
	inCells = 200
)

// Told are the findings that are told in words.
func (g findingGroup) Told() []shownFinding { return g.Findings[:min(len(g.Findings), inWords)] }

// Rest are the further ones that are told by their cells.
func (g findingGroup) Rest() []shownFinding {
	return g.Findings[len(g.Told()):min(len(g.Findings), inWords+inCells)]
}

// More is how many findings are neither Told nor among the Rest.
func (g findingGroup) More() int { return len(g.Findings) - len(g.Told()) - len(g.Rest()) }

// groupFindings puts errors first and keeps the order in which kinds of
// finding first appear. places says where each is on the clerk's own sheets;
// nil where these are not shown.
func (s *server) groupFindings(findings []ledger.Finding, places []app.Place) []findingGroup {
	type kind struct {
		severity ledger.Severity
		code     string
	}
	at := map[kind]int{}
	var groups []findingGroup
	for n, f := range findings {
		k := kind{f.Severity, f.Code}
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k] = i
			groups = append(groups, findingGroup{Severity: f.Severity, Code: f.Code, Hint: s.Hint(f), OneHint: true})
		}
		shown := shownFinding{Finding: f, Index: n}
		if n < len(places) {
			shown.Place = places[n]
		}
		groups[i].Findings = append(groups[i].Findings, shown)
		groups[i].OneHint = groups[i].OneHint && s.Hint(f) == groups[i].Hint
	}
	sort.SliceStable(groups, func(i, j int) bool { return groups[i].IsError() && !groups[j].IsError() })
	return groups
}

// countFindings are how many errors and warnings there are.
func countFindings(findings []ledger.Finding) (errors, warnings int) {
	for _, f := range findings {
		if f.Severity == ledger.SeverityError {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}
