package store

import (
	"context"
	"fmt"
	"regexp"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// Needed lists the files that the rows refer to.
func (s *Store) Needed(ctx context.Context) ([]app.Needed, error) {
	var needed []app.Needed
	err := s.read(ctx, "needed files", func(tx *gorm.DB) (err error) {
		needed, err = neededFiles(tx)
		return err
	})
	return needed, err
}

// Named are the hashes of all files that rows or the log speak of: those that
// are needed, workbooks of submissions that may not have been kept, and what was
// replaced or given up since, like an earlier scan or a setup's table.
func (s *Store) Named(ctx context.Context) (map[string]bool, error) {
	named := map[string]bool{}
	err := s.read(ctx, "named files", func(tx *gorm.DB) error {
		needed, err := neededFiles(tx)
		if err != nil {
			return err
		}
		for _, n := range needed {
			named[n.SHA256] = true
		}
		var texts []string
		if err := tx.Model(&submissionRow{}).Pluck("sha256", &texts).Error; err != nil {
			return err
		}
		for _, hash := range texts {
			named[hash] = true
		}
		var entries []auditRow
		// What it says of files that were removed names none that is there, and what
		// failed has left none.
		done := tx.Select("id", "detail").Where("action <> ? AND result <> ?", app.ActionTidy, string(app.Failure))
		return done.FindInBatches(&entries, 1000, func(*gorm.DB, int) error {
			for _, e := range entries {
				for _, hash := range hashes.FindAllString(e.Detail, -1) {
					named[hash] = true
				}
			}
			return nil
		}).Error
	})
	return named, err
}

var hashes = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// neededFiles are the files that rows refer to: issued bulletins', accepted
// workbooks' (but those that came before schema 0015 kept them all), those that
// came in, stamped scans, project tables of programmes that are being set up,
// what messages carry, the offices' own fonts, the papers that corrections rest
// on.
func neededFiles(tx *gorm.DB) ([]app.Needed, error) {
	var all []app.Needed
	for _, list := range []func(*gorm.DB) ([]app.Needed, error){
		neededBulletins, neededSubmissions, neededInbox, neededSeals, neededSetups, neededOutbox, neededFonts, neededPapers,
	} {
		found, err := list(tx)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func neededBulletins(tx *gorm.DB) ([]app.Needed, error) {
	var rows []bulletinRow
	err := selectBulletins(tx, withTitle).Order("bulletins.id").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	var needed []app.Needed
	for i := range rows {
		b, err := rows[i].domain()
		if err != nil {
			return nil, err
		}
		if scan := b.Slip.Scan; scan != nil {
			needed = append(needed, app.Needed{SHA256: scan.SHA256, As: fmt.Sprintf("%s的发文稿纸签发件“%s”", rows[i].subject(), scan.Name)})
		}
		for _, f := range b.Files() {
			needed = append(needed, app.Needed{SHA256: f.SHA256, As: fmt.Sprintf("通报文件“%s”", f.Name)})
		}
	}
	return needed, nil
}

func neededSubmissions(tx *gorm.DB) ([]app.Needed, error) {
	var rows []submissionRow
	if err := tx.Select("id", "file", "sha256").Where("kept = 1").Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	needed := make([]app.Needed, len(rows))
	for i := range rows {
		needed[i] = app.Needed{SHA256: rows[i].SHA256, As: fmt.Sprintf("%s的文件“%s”", rows[i].subject(), rows[i].File)}
	}
	return needed, nil
}

func neededInbox(tx *gorm.DB) ([]app.Needed, error) {
	var rows []inboxRow
	if err := tx.Select("id", "name", "sha256").Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	needed := make([]app.Needed, len(rows))
	for i := range rows {
		needed[i] = app.Needed{SHA256: rows[i].SHA256, As: fmt.Sprintf("%s“%s”", rows[i].subject(), rows[i].Name)}
	}
	return needed, nil
}

func neededSeals(tx *gorm.DB) ([]app.Needed, error) {
	var rows []sealRow
	if err := tx.Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	needed := make([]app.Needed, len(rows))
	for i := range rows {
		seal, err := rows[i].domain()
		if err != nil {
			return nil, err
		}
		needed[i] = app.Needed{SHA256: seal.Scan.SHA256, As: fmt.Sprintf("报送#%d的盖章件“%s”", seal.Submission, seal.Scan.Name)}
	}
	return needed, nil
}

func neededSetups(tx *gorm.DB) ([]app.Needed, error) {
	var rows []setupRow
	if err := tx.Where(underWay).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	needed := make([]app.Needed, len(rows))
	for i := range rows {
		st, err := rows[i].domain()
		if err != nil {
			return nil, err
		}
		needed[i] = app.Needed{SHA256: st.SHA256, As: fmt.Sprintf("%s的项目表“%s”", rows[i].subject(), st.File)}
	}
	return needed, nil
}

func neededOutbox(tx *gorm.DB) ([]app.Needed, error) {
	var lists []string
	if err := tx.Model(&mailRow{}).Distinct().Order("files").Pluck("files", &lists).Error; err != nil {
		return nil, err
	}
	var needed []app.Needed
	for _, list := range lists {
		var files []app.File
		if err := fromJSON(list, &files); err != nil {
			return nil, err
		}
		for _, f := range files {
			needed = append(needed, app.Needed{SHA256: f.SHA256, As: fmt.Sprintf("邮件的附件“%s”", f.Name)})
		}
	}
	return needed, nil
}

func neededFonts(tx *gorm.DB) ([]app.Needed, error) {
	var rows []programmeRow // those that were replaced as well: an undo makes them current
	if err := tx.Select("programme", "settings").Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	var needed []app.Needed
	for i := range rows {
		var p ledger.Programme
		if err := fromJSON(rows[i].Settings, &p); err != nil {
			return nil, err
		}
		for _, f := range p.Form.Fonts {
			needed = append(needed, app.Needed{SHA256: f.SHA256, As: fmt.Sprintf("%s的字体“%s”", rows[i].Programme, f.Name)})
		}
	}
	return needed, nil
}

func neededPapers(tx *gorm.DB) ([]app.Needed, error) {
	var rows []submissionRow
	if err := tx.Select("id", "hand").Where("layout = ?", app.LayoutHand).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	var needed []app.Needed
	for i := range rows {
		var hand *app.Hand
		if err := fromJSON(rows[i].Hand, &hand); err != nil {
			return nil, err
		}
		if hand != nil && hand.Paper != nil {
			needed = append(needed, app.Needed{SHA256: hand.Paper.SHA256, As: fmt.Sprintf("更正#%d的文件“%s”", rows[i].ID, hand.Paper.Name)})
		}
	}
	return needed, nil
}
