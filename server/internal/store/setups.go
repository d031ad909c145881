package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// setupRow is a programme that is being set up, as it stands.
type setupRow struct {
	ID          int64
	Version     int
	Body        string // app.Setup
	Actor       string
	Created     time.Time  `gorm:"column:created_at"`
	Updated     time.Time  `gorm:"column:updated_at"`
	EndedAt     *time.Time // nil while it is under way
	Established string     // the programme's key; "" of one that was discarded
}

func (setupRow) TableName() string { return "setups" }

// underWay are the setups that have not ended.
const underWay = "ended_at IS NULL"

func (r *setupRow) domain() (app.Setup, error) {
	var st app.Setup
	err := fromJSON(r.Body, &st)
	st.ID, st.Version, st.Established = r.ID, r.Version, r.Established
	st.Actor, st.At = app.Actor(r.Actor), shown(r.Updated)
	return st, err
}

func (r *setupRow) subject() string { return fmt.Sprintf("新建计划#%d", r.ID) }

// Setups are the setups under way, the newest first.
func (s *Store) Setups(ctx context.Context) ([]app.Setup, error) {
	var rows []setupRow
	err := s.read(ctx, "setups", func(tx *gorm.DB) error {
		return tx.Where(underWay).Order("id DESC").Find(&rows).Error
	})
	if err != nil {
		return nil, err
	}
	setups := make([]app.Setup, len(rows))
	for i := range rows {
		if setups[i], err = rows[i].domain(); err != nil {
			return nil, explain("setups", err)
		}
	}
	return setups, nil
}

// Setup is one setup, also an established one.
func (s *Store) Setup(ctx context.Context, id int64) (app.Setup, error) {
	var st app.Setup
	err := s.read(ctx, "setup", func(tx *gorm.DB) error {
		row, err := findSetup(tx, id)
		if err != nil {
			return err
		}
		st, err = row.domain()
		return err
	})
	return st, err
}

func findSetup(tx *gorm.DB, id int64) (*setupRow, error) {
	var row setupRow
	err := tx.Where("id = ?", id).Where("ended_at IS NULL OR established <> ''").Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, ledger.Errorf(ledger.CodeNotFound, "没有编号为%d的新建计划，可能已经放弃", id)
	}
	return &row, err
}

// changing is the setup's row where it is what its version says.
func changing(tx *gorm.DB, st app.Setup) (*setupRow, error) {
	row, err := findSetup(tx, st.ID)
	switch {
	case err != nil:
		return nil, err
	case row.Established != "":
		return nil, ledger.Errorf(ledger.CodeConflict, "这个年度计划已经建立（代号%s），不能再改。请到“计划与规则”中修改", row.Established)
	case row.Version != st.Version:
		return nil, app.ErrSetupChanged()
	}
	return row, nil
}

// SaveSetup stores a new setup or a changed one.
func (s *Store) SaveSetup(ctx context.Context, st app.Setup) (app.Setup, error) {
	err := s.write(ctx, "save setup", func(tx *gorm.DB) error {
		row, action := &setupRow{Created: stored(st.At)}, "setup"
		if st.ID != 0 {
			var err error
			if row, err = changing(tx, st); err != nil {
				return err
			}
			action = "setup-save"
		}
		st.Version++
		var err error
		if row.Body, err = toJSON(st); err != nil {
			return err
		}
		row.Version, row.Actor, row.Updated = st.Version, string(st.Actor), stored(st.At)
		if err := tx.Save(row).Error; err != nil {
			return err
		}
		st.ID = row.ID
		return s.record(tx, entry{
			Actor: row.Actor, Action: action, Subject: row.subject(),
			Detail: fmt.Sprintf("文件“%s” SHA-256 %s，第%d次保存，内容 SHA-256 %s", label(st.File), st.SHA256, st.Version, digest(row.Body)),
		})
	})
	return st, err
}

// DiscardSetup ends a setup without a programme.
func (s *Store) DiscardSetup(ctx context.Context, id int64, by app.Actor) error {
	return s.write(ctx, "discard setup", func(tx *gorm.DB) error {
		row, err := findSetup(tx, id)
		if err != nil {
			return err
		}
		if row.Established != "" {
			return ledger.Errorf(ledger.CodeConflict, "这个年度计划已经建立（代号%s），不能放弃", row.Established)
		}
		if err := tx.Model(row).Update("ended_at", s.now()).Error; err != nil {
			return err
		}
		return s.record(tx, entry{Actor: string(by), Action: "setup-discard", Subject: row.subject(), Detail: "放弃新建计划，台账未改动"})
	})
}

// Establish stores a setup's programme with the answers for its columns and ends
// the setup, all in one transaction.
func (s *Store) Establish(ctx context.Context, st app.Setup, a app.Acceptance, answers []app.ColumnAnswer) (app.Submission, error) {
	var sub app.Submission
	err := s.write(ctx, "establish", func(tx *gorm.DB) error {
		row, err := changing(tx, st)
		if err != nil {
			return err
		}
		key := a.Submission.Programme
		switch err := programmeExists(tx, key); {
		case err == nil:
			return ledger.Errorf(ledger.CodeConflict, "台账中已有代号为“%s”的年度计划，没有建立。请回到第一步另取代号", key)
		case ledger.CodeOf(err) != ledger.CodeNotFound:
			return err
		}
		if sub, err = s.accept(tx, a); err != nil {
			return err
		}
		if _, err := s.remember(tx, answers); err != nil {
			return err
		}
		if err := tx.Model(row).Updates(map[string]any{"ended_at": s.now(), "established": key}).Error; err != nil {
			return err
		}
		return s.record(tx, entry{
			Actor: string(st.Actor), Action: "establish", Subject: row.subject(),
			Detail: fmt.Sprintf("建立年度计划%s：%d个项目，%d个单位，报送#%d", key, len(a.Programme.Projects), len(a.Programme.Units), sub.ID),
		})
	})
	return sub, err
}
