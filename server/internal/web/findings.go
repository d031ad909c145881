package web

import (
	"sort"

	"tongbao/server/ledger"
)

// findingGroup is findings of one severity and code: like ones are told once,
// with their cells.
type findingGroup struct {
	Severity ledger.Severity
	Code     string
	Hint     string // of the first, for the whole group where all agree
	OneHint  bool
	Findings []ledger.Finding
}

// IsError reports whether the group stops the file.
func (g findingGroup) IsError() bool { return g.Severity == ledger.SeverityError }

// groupFindings puts errors first and keeps the order in which kinds of
// finding first appear.
func (s *server) groupFindings(findings []ledger.Finding) []findingGroup {
	type kind struct {
		severity ledger.Severity
		code     string
	}
	at := map[kind]int{}
	var groups []findingGroup
	for _, f := range findings {
		k := kind{f.Severity, f.Code}
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k] = i
			groups = append(groups, findingGroup{Severity: f.Severity, Code: f.Code, Hint: s.Hint(f), OneHint: true})
		}
		groups[i].Findings = append(groups[i].Findings, f)
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
