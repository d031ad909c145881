package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// Unknowns are the names in the file that the ledger does not know: of units, its
// reporter's too, and of projects. None while it is not clear where the file
// belongs.
func (v *Preview) Unknowns(p *ledger.Programme) []intake.Unknown {
	if p == nil || v.New {
		return nil
	}
	list := intake.Unknowns(v.Findings)
	name := v.Draft.Reporter
	if name != "" && !intake.KnowsUnit(p, name) &&
		!slices.ContainsFunc(list, func(u intake.Unknown) bool { return u.Unit && u.Words == name }) {
		list = append(list, intake.Unknown{Unit: true, Words: name, Text: name, Cells: []string{"填报单位"}})
	}
	return list
}

// Named is what a person said a name in a file means: Is is a unit's name, or a
// project's identity as it is shown, what it is called behind it or not.
type Named struct {
	Unit  bool
	Words string
	Is    string
}

// LearnNames keeps what names in a file mean: spellings of units as their
// aliases, by a correction, and what rows call projects as answers for every
// unit's tables. All of a kind or none. CodeInvalid with the field of the name
// ("name.0") for one that means nothing.
func (s *Service) LearnNames(ctx context.Context, key, file string, names []Named, by Actor) error {
	l, err := s.Snapshot(ctx, key)
	if err != nil {
		return err
	}
	var aliases AddAliases
	var answers []ColumnAnswer
	for i, n := range names {
		is := strings.TrimSpace(n.Is)
		if is == "" {
			continue
		}
		if n.Unit {
			aliases.Names = append(aliases.Names, Alias{Unit: is, Name: n.Words, Field: Row("name", i)})
			continue
		}
		a, err := callAnswer(l.Programme, n.Words, is)
		if err != nil {
			return err.At(Row("name", i))
		}
		a.Actor, a.At = by, s.Clock()
		answers = append(answers, a)
	}
	if len(aliases.Names)+len(answers) == 0 {
		return ledger.Errorf(ledger.CodeInvalid, "请先填写这些名称是什么")
	}
	if len(aliases.Names) > 0 {
		x := Correction{Programme: key, Edit: aliases, Reason: fmt.Sprintf("核对“%s”时认定是同一单位", file)}
		if _, err := s.Correct(ctx, x, by); err != nil {
			return err
		}
	}
	if len(answers) > 0 {
		_, err = s.Store.Remember(ctx, answers)
	}
	return err
}

// callAnswer is the answer that words mean a project.
func callAnswer(p *ledger.Programme, words, is string) (ColumnAnswer, *ledger.Error) {
	name, _, _ := strings.Cut(is, " ")
	i := slices.IndexFunc(p.Projects, func(pr ledger.Project) bool { return pr.ID.String() == name })
	if i < 0 || words == "" || len([]rune(words)) > longestHead {
		return ColumnAnswer{}, ledger.Errorf(ledger.CodeInvalid, "没有序号为“%s”的项目，请从列出的项目中选择", name)
	}
	return ColumnAnswer{Programme: p.Key, Layout: calledLayout, Head: words, Field: calledProject + name}, nil
}

// Alias is a spelling of a unit's name.
type Alias struct {
	Unit, Name string
	Field      string // of the form, for what is wrong with it
}

// AddAliases enters spellings of units, as tables write them.
type AddAliases struct{ Names []Alias }

func (e AddAliases) about() string {
	var list []string
	for _, a := range e.Names {
		list = append(list, a.Name)
	}
	return "记为别名：" + strings.Join(list, "、")
}

func (e AddAliases) fact(l *Snapshot) (any, error) { return l.Programme.Units, nil }

func (e AddAliases) apply(d *desk) error {
	for _, a := range e.Names {
		u, ok := d.after.Unit(a.Unit)
		if !ok {
			return known(d.after, a.Unit, a.Field)
		}
		i, err := d.unitAt(u.Name)
		if err != nil {
			return err
		}
		next := d.after.Units[i]
		next.Aliases = append(slices.Clone(next.Aliases), a.Name)
		if err := d.checkUnit(&next, i); err != nil {
			return ledger.Errorf(ledger.CodeInvalid, "%s", ledger.Refusal(err).Message).At(a.Field)
		}
		d.after.Units[i] = next
	}
	return nil
}
