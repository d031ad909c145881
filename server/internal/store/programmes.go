package store

import (
	"context"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// Programmes lists all programmes without their projects, newest year first.
func (s *Store) Programmes(ctx context.Context) ([]ledger.Programme, error) {
	var rows []programmeRow
	err := s.read(ctx, "programmes", func(tx *gorm.DB) error {
		return tx.Where(current).Order("year DESC, programme").Find(&rows).Error
	})
	if err != nil {
		return nil, err
	}
	programmes := make([]ledger.Programme, len(rows))
	for i, r := range rows {
		if err := fromJSON(r.Settings, &programmes[i]); err != nil {
			return nil, explain("programmes", err)
		}
	}
	return programmes, nil
}

// Head is the hash of the log's last entry on the ledger.
func (s *Store) Head(ctx context.Context) (string, error) {
	var head string
	err := s.read(ctx, "ledger head", func(tx *gorm.DB) (err error) {
		head, err = ledgerHead(tx)
		return err
	})
	return head, err
}

// How current projects and reports are put in order.
var (
	projectRows = rowsOf{table: "projects", rank: "position"}
	reportRows  = rowsOf{table: "reports", rank: "period_end"}
)

// Shared is a programme with its reports of one moment, and the Head of that
// moment.
func (s *Store) Shared(ctx context.Context, key string) (l *app.Snapshot, head string, err error) {
	err = s.read(ctx, "ledger", func(tx *gorm.DB) error {
		p, err := loadSettings(key, tx.Where(current))
		if err != nil {
			return err
		}
		l = &app.Snapshot{Programme: p}
		if p.Projects, err = s.projects.shared(tx, projectRows, key); err != nil {
			return err
		}
		if l.Reports, err = s.reports.shared(tx, reportRows, key); err != nil {
			return err
		}
		head, err = ledgerHead(tx)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return l, head, nil
}

// Programme is one whole programme.
func (s *Store) Programme(ctx context.Context, key string) (*ledger.Programme, error) {
	var p *ledger.Programme
	err := s.read(ctx, "programme", func(tx *gorm.DB) (err error) {
		if p, err = loadSettings(key, tx.Where(current)); err != nil {
			return err
		}
		p.Projects, err = s.projects.list(tx, projectRows, key)
		return err
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

func loadProgramme(tx *gorm.DB, key string) (*ledger.Programme, error) {
	return loadPlan(key, func(string) *gorm.DB { return tx.Where(current) })
}

// loadPlan puts a programme together from the rows of each table that of
// chooses.
func loadPlan(key string, of func(table string) *gorm.DB) (*ledger.Programme, error) {
	p, err := loadSettings(key, of("programmes"))
	if err != nil {
		return nil, err
	}
	if p.Projects, err = loadProjects(key, of("projects")); err != nil {
		return nil, err
	}
	return p, nil
}

// loadSettings is the programme of the chosen row, without its projects.
func loadSettings(key string, chosen *gorm.DB) (*ledger.Programme, error) {
	var heads []programmeRow
	if err := chosen.Where("programme = ?", key).Find(&heads).Error; err != nil {
		return nil, err
	}
	if len(heads) == 0 {
		return nil, noProgramme(key)
	}
	var p ledger.Programme
	if err := fromJSON(heads[0].Settings, &p); err != nil {
		return nil, err
	}
	return &p, nil
}

func loadProjects(key string, chosen *gorm.DB) ([]ledger.Project, error) {
	var rows []projectRow
	if err := chosen.Where("programme = ?", key).Order("position").Find(&rows).Error; err != nil {
		return nil, err
	}
	projects := make([]ledger.Project, len(rows))
	for i, r := range rows {
		if err := fromJSON(r.Body, &projects[i]); err != nil {
			return nil, err
		}
	}
	return projects, nil
}

// Reports are a programme's current reports, by the end of their period and
// then in the order in which they were accepted.
func (s *Store) Reports(ctx context.Context, key string) ([]ledger.Report, error) {
	var reports []ledger.Report
	err := s.read(ctx, "reports", func(tx *gorm.DB) (err error) {
		if err := programmeExists(tx, key); err != nil {
			return err
		}
		reports, err = s.reports.list(tx, reportRows, key)
		return err
	})
	return reports, err
}

// Holds reports whether a file is the current submission for its programme,
// layout, unit and period.
func (s *Store) Holds(ctx context.Context, sub app.Submission) (bool, error) {
	var n int64
	err := s.read(ctx, "submission", func(tx *gorm.DB) error {
		return tx.Model(&submissionRow{}).
			Where("programme = ? AND layout = ? AND unit = ? AND period = ?", sub.Programme, sub.Layout, sub.Unit, sub.Period.String()).
			Where("sha256 = ?", sub.SHA256).Where(current).Count(&n).Error
	})
	return n > 0, err
}

// Submissions lists a programme's submissions, newest first; "" lists all.
func (s *Store) Submissions(ctx context.Context, key string) ([]app.Submission, error) {
	var submissions []app.Submission
	err := s.read(ctx, "submissions", func(tx *gorm.DB) error {
		q, err := ofProgramme(tx, key)
		if err != nil {
			return err
		}
		var rows []submissionRow
		if err := q.Order("id DESC").Find(&rows).Error; err != nil {
			return err
		}
		submissions = make([]app.Submission, len(rows))
		for i := range rows {
			if submissions[i], err = rows[i].domain(); err != nil {
				return err
			}
		}
		return nil
	})
	return submissions, err
}

// Submission is one submission.
func (s *Store) Submission(ctx context.Context, id int64) (app.Submission, error) {
	var submission app.Submission
	err := s.read(ctx, "submission", func(tx *gorm.DB) error {
		row, err := findSubmission(tx, id)
		if err != nil {
			return err
		}
		submission, err = row.domain()
		return err
	})
	return submission, err
}

// ofProgramme narrows a query to a programme that must exist; "" is all.
func ofProgramme(tx *gorm.DB, key string) (*gorm.DB, error) {
	if key == "" {
		return tx, nil
	}
	if err := programmeExists(tx, key); err != nil {
		return nil, err
	}
	return tx.Where("programme = ?", key), nil
}

func programmeExists(tx *gorm.DB, key string) error {
	var n int64
	if err := tx.Model(&programmeRow{}).Where("programme = ?", key).Where(current).Count(&n).Error; err != nil {
		return err
	}
	if n == 0 {
		return noProgramme(key)
	}
	return nil
}

func noProgramme(key string) error {
	return ledger.Errorf(ledger.CodeNotFound, "台账中没有“%s”这个年度计划", key)
}
