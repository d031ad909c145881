package app

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// ColumnAnswer is what a person said a column holds (识别记忆). It counts for a
// programme's tables with the same head from the same unit.
type ColumnAnswer struct {
	ID        int64
	Programme string
	Unit      string // 填报单位; "" is the office's own tables, and any unit that has no answer of its own
	Layout    string // the table's head, as intake.Question has it
	Head      string
	Field     string
	Actor     Actor
	At        time.Time
}

// calledLayout is the layout of answers that say which project a row or head
// means: Head are its words, Field is calledProject with the project.
const (
	calledLayout  = "called"
	calledProject = "project "
)

// project is the project that an answer says a row means; false for an answer
// about a column.
func (a ColumnAnswer) project(p *ledger.Programme) (ledger.ProjectID, bool) {
	name, ok := strings.CutPrefix(a.Field, calledProject)
	if !ok || a.Layout != calledLayout {
		return ledger.ProjectID{}, false
	}
	for i := range p.Projects {
		if id := p.Projects[i].ID; id.String() == name {
			return id, true
		}
	}
	return ledger.ProjectID{}, false
}

// Label is what the column or row is read as, in Chinese.
func (a ColumnAnswer) Label() string {
	if name, ok := strings.CutPrefix(a.Field, calledProject); ok {
		return "项目" + name
	}
	label, _ := intake.AnswerLabel(a.Field)
	return label
}

// longestHead is how many characters of a head an answer keeps.
const longestHead = 200

var layoutForm = regexp.MustCompile(`^[0-9a-f]{16}$`)

// AnswerColumns keeps what the columns are, each in the place of an earlier
// answer for the same column: all of them or none. CodeInvalid for an answer
// that no question offers.
func (s *Service) AnswerColumns(ctx context.Context, answers []ColumnAnswer, by Actor) ([]ColumnAnswer, error) {
	if len(answers) == 0 {
		return nil, ledger.Errorf(ledger.CodeInvalid, "没有选择这一列是什么")
	}
	kept := make([]ColumnAnswer, len(answers))
	for i, a := range answers {
		if _, ok := intake.AnswerLabel(a.Field); !ok {
			return nil, ledger.Errorf(ledger.CodeInvalid, "请从列出的各项中选择“%s”一列是什么", a.Head)
		}
		if a.Programme == "" || !layoutForm.MatchString(a.Layout) || a.Head == "" || utf8.RuneCountInString(a.Head) > longestHead {
			return nil, ledger.Errorf(ledger.CodeInvalid, "没有指明是哪个计划、哪张表的哪一列。请重新上传后再选")
		}
		var err error
		if a.Unit, err = s.answering(ctx, a.Programme, a.Unit); err != nil {
			return nil, err
		}
		a.Actor, a.At = by, s.Clock()
		kept[i] = a
	}
	return s.Store.Remember(ctx, kept)
}

// ColumnAnswers are a programme's answers that count, newest first.
func (s *Service) ColumnAnswers(ctx context.Context, programme string) ([]ColumnAnswer, error) {
	return s.Store.Answers(ctx, programme)
}

// ForgetAnswer takes an answer back: the column is asked about again.
// CodeNotFound when there is none that counts.
func (s *Service) ForgetAnswer(ctx context.Context, id int64, by Actor) (ColumnAnswer, error) {
	return s.Store.Forget(ctx, id, by)
}

// answering is the unit by its own name, so that an alias has the same answers.
func (s *Service) answering(ctx context.Context, programme, unit string) (string, error) {
	p, err := s.Store.Programme(ctx, programme)
	if ledger.CodeOf(err) == ledger.CodeNotFound {
		return strings.TrimSpace(unit), nil // of a programme that its first table makes
	}
	if err != nil {
		return "", err
	}
	return ownName(p, unit), nil
}

func ownName(p *ledger.Programme, unit string) string {
	unit = strings.TrimSpace(unit)
	if u, ok := p.Unit(unit); ok {
		return u.Name
	}
	return unit
}

// knownAnswers are the answers for tables with these heads from a unit, and the
// projects that its rows mean. Its own go before those for all units.
func (s *Service) knownAnswers(ctx context.Context, p *ledger.Programme, unit string, layouts []string) ([]intake.Answer, intake.Called, error) {
	all, err := s.Store.Answers(ctx, p.Key)
	if err != nil {
		return nil, nil, fmt.Errorf("look for answers: %w", err)
	}
	wanted := make(map[string]bool, len(layouts))
	for _, l := range layouts {
		wanted[l] = true
	}
	unit = ownName(p, unit)
	var own, general []intake.Answer
	ours, anyones := intake.Called{}, intake.Called{}
	for _, a := range all {
		list, calls := &general, anyones
		if a.Unit != "" {
			if ownName(p, a.Unit) != unit {
				continue
			}
			list, calls = &own, ours
		}
		if id, ok := a.project(p); ok {
			calls.Call(a.Head, id)
		} else if wanted[a.Layout] {
			*list = append(*list, intake.Answer{Layout: a.Layout, Head: a.Head, Field: a.Field})
		}
	}
	maps.Copy(anyones, ours)
	return append(own, general...), anyones, nil
}
