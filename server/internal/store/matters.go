package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// matterRow is one version of one resident's request.
type matterRow struct {
	ID        int64
	Programme string
	No        string
	Body      string // ledger.Matter
	Origin    origin `gorm:"embedded"`
}

func (matterRow) TableName() string { return "matters" }

func (r *matterRow) domain() (ledger.Matter, error) {
	var m ledger.Matter
	err := fromJSON(r.Body, &m)
	return m, err
}

// putMatters adds matters, each in the place of the current one of its number.
// One of which the list tells nothing new stays the version it was; the project
// that was made of a matter stays with it.
func putMatters(tx *gorm.DB, matters []ledger.Matter, by *submissionRow) error {
	if len(matters) == 0 {
		return nil
	}
	var rows []matterRow
	if err := tx.Where("programme = ?", by.Programme).Where(current).Find(&rows).Error; err != nil {
		return err
	}
	before := make(map[string]*matterRow, len(rows))
	for i := range rows {
		before[rows[i].No] = &rows[i]
	}
	var gone []int64
	var fresh []matterRow
	for _, m := range matters {
		no := label(m.No)
		if row := before[no]; row != nil {
			o, err := row.domain()
			if err != nil {
				return err
			}
			if m.SaysTheSame(&o) {
				continue
			}
			m.Project = o.Project
			gone = append(gone, row.ID)
			delete(before, no)
		}
		m.Submission = by.ID
		body, err := toJSON(m)
		if err != nil {
			return err
		}
		fresh = append(fresh, matterRow{Programme: by.Programme, No: no, Body: body, Origin: by.origin()})
	}
	if err := supersede(tx, &matterRow{}, gone, by); err != nil || len(fresh) == 0 {
		return err
	}
	return tx.CreateInBatches(fresh, chunk).Error
}

// Matters are a programme's current matters in the order in which they first
// came.
func (s *Store) Matters(ctx context.Context, key string) ([]ledger.Matter, error) {
	var matters []ledger.Matter
	err := s.read(ctx, "matters", func(tx *gorm.DB) error {
		if err := programmeExists(tx, key); err != nil {
			return err
		}
		var rows []matterRow
		first := tx.Model(&matterRow{}).Select("no, MIN(id) AS first").Where("programme = ?", key).Group("no")
		err := tx.Table("matters").Select("matters.*").Joins("JOIN (?) AS came ON came.no = matters.no", first).
			Where("programme = ?", key).Where(current).Order("came.first").Find(&rows).Error
		if err != nil {
			return err
		}
		matters = make([]ledger.Matter, len(rows))
		for i := range rows {
			if matters[i], err = rows[i].domain(); err != nil {
				return err
			}
		}
		return nil
	})
	return matters, err
}

// MatterVersions are all versions of one matter, newest first.
func (s *Store) MatterVersions(ctx context.Context, key, no string) ([]app.MatterVersion, error) {
	var versions []app.MatterVersion
	err := s.read(ctx, "matter", func(tx *gorm.DB) error {
		var rows []matterRow
		if err := tx.Where("programme = ? AND no = ?", key, label(no)).Order("id DESC").Find(&rows).Error; err != nil {
			return err
		}
		if len(rows) == 0 {
			return noMatter(no)
		}
		versions = make([]app.MatterVersion, len(rows))
		for i := range rows {
			m, err := rows[i].domain()
			if err != nil {
				return err
			}
			versions[i] = app.MatterVersion{
				Matter: m, Actor: app.Actor(rows[i].Origin.Actor), At: shown(rows[i].Origin.Created),
				Current: rows[i].Origin.SupersededAt == nil,
			}
		}
		return nil
	})
	return versions, err
}

// LinkMatter makes a version of a matter with another project, nil for none.
// CodeNotFound when the programme has no such matter or project.
func (s *Store) LinkMatter(ctx context.Context, key, no string, project *ledger.ProjectID, by app.Actor) error {
	return s.write(ctx, "link matter", func(tx *gorm.DB) error {
		var rows []matterRow
		if err := tx.Where("programme = ? AND no = ?", key, label(no)).Where(current).Find(&rows).Error; err != nil {
			return err
		}
		if len(rows) == 0 {
			return noMatter(no)
		}
		m, err := rows[0].domain()
		if err != nil {
			return err
		}
		was, is := linkWords(m.Project), linkWords(project)
		if was == is {
			return nil
		}
		if project != nil {
			if err := projectExists(tx, key, *project); err != nil {
				return err
			}
		}
		m.Project = project
		next := matterRow{Programme: key, No: rows[0].No, Origin: origin{Submission: rows[0].Origin.Submission, Actor: string(by), Created: s.now()}}
		if next.Body, err = toJSON(m); err != nil {
			return err
		}
		if err := tx.Model(&matterRow{}).Where("id = ?", rows[0].ID).Update("superseded_at", next.Origin.Created).Error; err != nil {
			return err
		}
		if err := tx.Create(&next).Error; err != nil {
			return err
		}
		return s.record(tx, entry{
			Actor: string(by), Action: "link", Subject: "民声事项" + m.No,
			Detail: fmt.Sprintf("%s 转为项目：%s → %s", key, was, is),
		})
	})
}

func linkWords(project *ledger.ProjectID) string {
	if project == nil {
		return "无"
	}
	return project.String()
}

func projectExists(tx *gorm.DB, key string, id ledger.ProjectID) error {
	var n int64
	err := tx.Model(&projectRow{}).Where("programme = ? AND series = ? AND no = ? AND sub = ?", key, id.Series, id.No, id.Sub).
		Where(current).Count(&n).Error
	if err == nil && n == 0 {
		err = ledger.Errorf(ledger.CodeNotFound, "年度计划“%s”没有序号为“%s”的项目", key, id)
	}
	return err
}

func noMatter(no string) error {
	return ledger.Errorf(ledger.CodeNotFound, "没有编号为“%s”的民声事项，请从民声事项列表进入", strings.ToValidUTF8(no, "\uFFFD"))
}
