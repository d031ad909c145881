package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// chunk is how many rows one statement writes, well below the 32,766
// parameters that SQLite allows.
const chunk = 200

// current are the rows that nothing has replaced.
const current = "superseded_at IS NULL"

// Accept stores a submission, what it puts into the ledger and its log entry
// in one transaction.
func (s *Store) Accept(ctx context.Context, a app.Acceptance) (app.Submission, error) {
	var stored app.Submission
	err := s.write(ctx, "accept", func(tx *gorm.DB) (err error) {
		stored, err = s.accept(tx, a)
		return err
	})
	if err != nil {
		return app.Submission{}, err
	}
	return stored, nil
}

func (s *Store) accept(tx *gorm.DB, a app.Acceptance) (app.Submission, error) {
	row, err := s.submit(tx, a)
	if err != nil {
		return app.Submission{}, err
	}
	if a.Submission.Hand != nil {
		if err := s.number(tx, &a, row); err != nil {
			return app.Submission{}, err
		}
	}
	if a.Programme != nil {
		if err := unchanged(tx, a.Base); err != nil {
			return app.Submission{}, err
		}
		if err := putProgramme(tx, a.Programme, row); err != nil {
			return app.Submission{}, err
		}
	} else if err := programmeExists(tx, row.Programme); err != nil {
		return app.Submission{}, err
	}
	if err := putReports(tx, a.Reports, row); err != nil {
		return app.Submission{}, err
	}
	if err := replaceReports(tx, a.Replacements, row); err != nil {
		return app.Submission{}, err
	}
	if err := putMatters(tx, a.Matters, row); err != nil {
		return app.Submission{}, err
	}
	if err := confirmed(tx, a.Confirms, row); err != nil {
		return app.Submission{}, err
	}
	if err := leaveInbox(tx, a.InboxFile, row.ID); err != nil {
		return app.Submission{}, err
	}
	stored, err := row.domain()
	if err != nil {
		return app.Submission{}, err
	}
	what, err := row.words(tx)
	if err != nil {
		return app.Submission{}, err
	}
	seal, err := sealFacts(tx, row.ID)
	if err != nil {
		return app.Submission{}, err
	}
	return stored, s.record(tx, entry{
		Actor: row.Actor, Action: actionAccept, Subject: row.subject(), Result: resultOf(a.Submission),
		Detail: fmt.Sprintf("%s：接收%d行，变更%d处%s；文件 SHA-256 %s",
			what, row.Accepted, len(a.Submission.Changes), remarks(a.Submission), row.SHA256) + seal,
	})
}

// changesTold is how many changes by hand an entry of the log tells, old → new, and
// valueTold how many characters of each; all of it is with the submission and in
// its file.
const (
	changesTold = 5
	valueTold   = 100
)

// remarks are what the log says of a submission beyond its rows: what was changed
// by hand, what was left out, and what was said of its findings.
func remarks(sub app.Submission) string {
	var b strings.Builder
	if sub.Hand != nil {
		for i, c := range sub.Changes {
			if i == changesTold {
				b.WriteString("；其余见更正记录")
				break
			}
			b.WriteString("；")
			if c.Project != "" {
				fmt.Fprintf(&b, "项目%s ", c.Project)
			}
			fmt.Fprintf(&b, "%s：%s → %s", c.Field, cut(cmp.Or(c.Old, "无"), valueTold), cut(cmp.Or(c.New, "无"), valueTold))
		}
		fmt.Fprintf(&b, "；原因：%s", sub.Hand.Reason)
		if c := sub.Hand.Call; c != nil {
			fmt.Fprintf(&b, "；来电：%s %s %s", c.Caller, c.Telephone, c.At)
		}
	}
	if len(sub.LeftOut) > 0 {
		fmt.Fprintf(&b, "，%d行有错误未接收", len(sub.LeftOut))
	}
	for _, f := range sub.Findings {
		if f.Explanation != "" {
			fmt.Fprintf(&b, "；%s %s 说明：%s", f.Sheet, f.Cell, f.Explanation)
		}
	}
	return b.String()
}

// submit stores the submission in the place of the current one for the same
// programme, layout, unit and period.
func (s *Store) submit(tx *gorm.DB, a app.Acceptance) (*submissionRow, error) {
	sub := a.Submission
	if a.Programme != nil && a.Programme.Key != sub.Programme {
		return nil, fmt.Errorf("submission for %q carries programme %q", sub.Programme, a.Programme.Key)
	}
	if sub.At.IsZero() {
		sub.At = s.clock()
	}
	findings, err := toJSON(sub.Findings)
	if err != nil {
		return nil, err
	}
	leftOut, err := toJSON(sub.LeftOut)
	if err != nil {
		return nil, err
	}
	changes, err := toJSON(sub.Changes)
	if err != nil {
		return nil, err
	}
	hand, err := toJSON(sub.Hand)
	if err != nil {
		return nil, err
	}
	row := submissionRow{
		Programme: sub.Programme, Layout: sub.Layout, Unit: sub.Unit, Period: sub.Period.String(),
		File: label(sub.File), SHA256: sub.SHA256, Accepted: sub.Rows, Rejected: sub.Rejected, Blank: sub.Blank,
		Findings: findings, LeftOut: leftOut, Changes: changes, Hand: hand, Kept: 1,
		Actor: string(sub.Actor), Created: stored(sub.At),
	}
	if err := stillOpen(tx, &row); err != nil {
		return nil, err
	}
	if sub.Hand != nil {
		return &row, tx.Create(&row).Error
	}
	var before submissionRow
	err = tx.Where("programme = ? AND layout = ? AND unit = ? AND period = ?", row.Programme, row.Layout, row.Unit, row.Period).
		Where(current).Take(&before).Error
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound):
		return &row, tx.Create(&row).Error
	case err != nil:
		return nil, err
	case before.SHA256 == row.SHA256:
		return nil, ledger.Errorf(ledger.CodeConflict,
			"该文件已于%s报送（编号%d），内容完全相同，未重复接收", shown(before.Created).Format("2006年1月2日15:04"), before.ID)
	}
	replaced := tx.Model(&submissionRow{}).Where("id = ?", before.ID)
	if err := replaced.Update("superseded_at", row.Created).Error; err != nil {
		return nil, err
	}
	if err := tx.Create(&row).Error; err != nil {
		return nil, err
	}
	return &row, tx.Model(&submissionRow{}).Where("id = ?", before.ID).Update("superseded_by", row.ID).Error
}

// unchanged is CodeConflict unless the stored programme is what base says, so
// that of two changes worked out from the same state the later one does not
// undo the earlier.
func unchanged(tx *gorm.DB, base *ledger.Programme) error {
	if base == nil {
		return nil
	}
	stored, err := loadProgramme(tx, base.Key)
	if err != nil {
		return err
	}
	was, err := toJSON(base)
	if err != nil {
		return err
	}
	is, err := toJSON(stored)
	if err != nil {
		return err
	}
	if was != is {
		return ledger.Errorf(ledger.CodeConflict, "核对期间“%s”的台账已有新的变动，本次没有入库，请重新核对", base.Key)
	}
	return nil
}

// putProgramme makes the stored programme what p says. Rows that stay as they
// were keep the submission they came from; the others are superseded.
func putProgramme(tx *gorm.DB, p *ledger.Programme, by *submissionRow) error {
	head := *p
	head.Projects = nil
	settings, err := toJSON(head)
	if err != nil {
		return err
	}
	var before []programmeRow
	if err := tx.Where("programme = ?", p.Key).Where(current).Find(&before).Error; err != nil {
		return err
	}
	if len(before) == 0 || before[0].Settings != settings {
		if len(before) > 0 {
			if err := supersede(tx, &programmeRow{}, []int64{before[0].ID}, by); err != nil {
				return err
			}
		}
		row := programmeRow{Programme: p.Key, Year: p.Year, Settings: settings, Origin: by.origin()}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	return putProjects(tx, p, by)
}

func putProjects(tx *gorm.DB, p *ledger.Programme, by *submissionRow) error {
	var rows []projectRow
	if err := tx.Where("programme = ?", p.Key).Where(current).Find(&rows).Error; err != nil {
		return err
	}
	before := make(map[projectKey]projectRow, len(rows))
	for _, r := range rows {
		before[r.Key] = r
	}
	var fresh []projectRow
	for i := range p.Projects {
		body, err := toJSON(&p.Projects[i])
		if err != nil {
			return err
		}
		key := keyOf(p.Projects[i].ID)
		if r, ok := before[key]; ok && r.Body == body && r.Position == i {
			delete(before, key)
			continue
		}
		fresh = append(fresh, projectRow{
			Programme: p.Key, Key: key, Position: i, Body: body, Origin: by.origin(),
		})
	}
	gone := make([]int64, 0, len(before))
	for _, r := range before {
		gone = append(gone, r.ID)
	}
	if err := supersede(tx, &projectRow{}, gone, by); err != nil || len(fresh) == 0 {
		return err
	}
	return tx.CreateInBatches(fresh, chunk).Error
}

// putReports adds reports, each in the place of the current one of the same
// project, unit, area and period.
func putReports(tx *gorm.DB, reports []ledger.Report, by *submissionRow) error {
	if len(reports) == 0 {
		return nil
	}
	var rows []reportRow
	err := tx.Omit("body").Where("programme = ?", by.Programme).Where(current).Find(&rows).Error
	if err != nil {
		return err
	}
	before := make(map[reportKey]int64, len(rows))
	for _, r := range rows {
		before[r.Key] = r.ID
	}
	var gone []int64
	fresh := make([]reportRow, 0, len(reports))
	for _, r := range reports {
		r.Submission = by.ID
		body, err := toJSON(r)
		if err != nil {
			return err
		}
		key := rowKeyOf(&r)
		if id, ok := before[key]; ok {
			gone = append(gone, id)
			delete(before, key)
		}
		fresh = append(fresh, reportRow{
			Programme: by.Programme, Key: key, PeriodEnd: r.Period.End().String(),
			Filed: r.Filed.String(), Body: body, Origin: by.origin(),
		})
	}
	if err := supersede(tx, &reportRow{}, gone, by); err != nil {
		return err
	}
	return tx.CreateInBatches(fresh, chunk).Error
}

// supersede marks rows as replaced by a submission.
func supersede(tx *gorm.DB, model any, ids []int64, by *submissionRow) error {
	for len(ids) > 0 {
		n := min(chunk, len(ids))
		err := tx.Model(model).Where("id IN ?", ids[:n]).
			Updates(map[string]any{"superseded_at": by.Created, "superseded_by": by.ID}).Error
		if err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// origin is what rows made by this submission carry.
func (r *submissionRow) origin() origin {
	return origin{Submission: r.ID, Actor: r.Actor, Created: r.Created}
}

// words are what the log says of what the submission is.
func (r *submissionRow) words(tx *gorm.DB) (string, error) {
	programme, err := programmeWords(tx, r.Programme)
	what := joined(app.LayoutChinese(r.Layout), r.Unit, periodWords(r.Period))
	return fmt.Sprintf("%s %s 文件“%s”", programme, what, r.File), err
}

// subject is how the log names the submission.
func (r *submissionRow) subject() string { return fmt.Sprintf("报送#%d", r.ID) }

// resultOf is app.Partial where rows were left out.
func resultOf(sub app.Submission) app.Result {
	if sub.Rejected > 0 {
		return app.Partial
	}
	return app.Done
}
