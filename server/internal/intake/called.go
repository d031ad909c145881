package intake

import (
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// Called are the projects that people said tables mean by what they call them,
// by the key of the words. They count where a row or head names none for sure.
type Called map[string]ledger.ProjectID

// Call keeps that words mean a project.
func (c Called) Call(words string, id ledger.ProjectID) { c[wording.Key(words)] = id }

// longestCall is how many characters of a row's words tell it from others.
const longestCall = 120

// rowWords are the number and name by which a row calls its project; "" without a
// name, for a number alone is another project in another unit's table.
func rowWords(id ledger.ProjectID, name string) string {
	if strings.TrimSpace(name) == "" {
		return ""
	}
	words := strings.Join(strings.Fields(id.No+id.Sub+" "+name), " ")
	if utf8.RuneCountInString(words) > longestCall {
		words = string([]rune(words)[:longestCall])
	}
	return words
}

// said is the project that people said the words mean; nil where nobody has.
func (m *plan) said(words string) *ledger.Project {
	id, ok := m.calls[wording.Key(words)]
	if !ok {
		return nil
	}
	return m.byID[id]
}

// Unknown is what a table calls a unit or a project by that the ledger does not
// know.
type Unknown struct {
	Unit  bool   // or else a project
	Words string // as Called and aliases take them
	Text  string // as the table has it
	Cells []string
}

// Unknowns are the names that findings tell of, each once, in their order.
func Unknowns(findings []ledger.Finding) []Unknown {
	var list []Unknown
	type name struct {
		unit  bool
		words string
	}
	at := map[name]int{}
	for i := range findings {
		f := &findings[i]
		u := Unknown{Unit: f.Code == CodeUnknownUnit, Text: f.Args["value"], Words: f.Args["called"]}
		if u.Unit {
			u.Words = u.Text
		}
		if u.Words == "" {
			continue
		}
		k, ok := at[name{u.Unit, u.Words}]
		if !ok {
			k = len(list)
			at[name{u.Unit, u.Words}] = k
			list = append(list, u)
		}
		list[k].Cells = append(list[k].Cells, strings.TrimSpace(f.Sheet+" "+f.Cell))
	}
	return list
}
