package app

import (
	"context"
	"maps"

	"tongbao/reports/bulletin"
	"tongbao/server/ledger"
)

// DraftBulletin drafts the bulletin of a period, or returns the one that
// exists. CodeRefused when the period has no report at all.
func (s *Service) DraftBulletin(ctx context.Context, key string, p ledger.Period, e bulletin.Edition, by Actor) (BulletinRecord, error) {
	b, err := s.draft(ctx, key, p, e, ledger.DateOf(s.Clock()), by)
	s.tried(ctx, by, "draft", key+" "+p.Chinese(), err)
	return b, err
}

func (s *Service) draft(ctx context.Context, key string, p ledger.Period, e bulletin.Edition, date ledger.Date, by Actor) (BulletinRecord, error) {
	existing, err := s.Store.Bulletins(ctx, key)
	if err != nil {
		return BulletinRecord{}, err
	}
	for _, b := range existing {
		if b.Period == p && b.Edition == e {
			return s.Bulletin(ctx, b.ID)
		}
	}
	summary, err := s.Judge(ctx, key, p)
	if err != nil {
		return BulletinRecord{}, err
	}
	if summary.Main.Reported == 0 {
		return BulletinRecord{}, ledger.Errorf(ledger.CodeRefused, "%s还没有任何单位报送，不能起草通报。请先上传进展表", p.Chinese())
	}
	record := BulletinRecord{
		Programme: key, Period: p, Edition: e, State: Draft, Actor: by, CreatedAt: s.Clock(),
	}
	// The number is given by the store; the document shows it.
	return s.Store.NewDraft(ctx, record, func(b *BulletinRecord) { s.compose(b, summary, date) })
}

// compose writes the record's document from a summary.
func (s *Service) compose(b *BulletinRecord, summary *ledger.Summary, date ledger.Date) {
	b.Document = bulletin.Make(summary, bulletin.Options{
		Number: b.Number, DocumentNumber: b.Slip.DocumentNumber, Edition: b.Edition, Date: date, Words: b.Words,
		Simplify: s.Simplify, Titles: s.Title,
	})
	b.Slip.On(&b.Document)
	b.Title = b.Document.Title
}

// EditBulletin puts the office's own words into a draft's sections, by section
// key, and drafts its figures anew. seen is the version that the words were
// written on, 0 for the present one; CodeConflict when the draft has changed since.
func (s *Service) EditBulletin(ctx context.Context, id int64, seen int, words map[string]string, by Actor) (saved BulletinRecord, err error) {
	defer func() { s.tried(ctx, by, "draft", bulletinSubject(id), err) }()
	b, err := s.Store.Bulletin(ctx, id)
	if err != nil {
		return BulletinRecord{}, err
	}
	if b.State != Draft {
		return BulletinRecord{}, errIssued(b)
	}
	if seen != 0 && seen != b.Version && !maps.Equal(b.Words, words) {
		return b, ledger.Errorf(ledger.CodeConflict, "这份草稿刚在别的窗口改过，这次没有保存。您写的文字还在下面，已存的文字列在各节；合并之后请再保存一次")
	}
	summary, err := s.Judge(ctx, b.Programme, b.Period)
	if err != nil {
		return BulletinRecord{}, err
	}
	b.Words, b.Actor = words, by
	s.compose(&b, summary, ledger.DateOf(s.Clock()))
	return s.Store.SaveDraft(ctx, b)
}

// Bulletin is one bulletin: as issued, or a draft with the figures as they are
// now.
func (s *Service) Bulletin(ctx context.Context, id int64) (BulletinRecord, error) {
	b, err := s.Store.Bulletin(ctx, id)
	if err != nil || b.State != Draft {
		return b, err
	}
	summary, err := s.Judge(ctx, b.Programme, b.Period)
	if err != nil {
		return b, err
	}
	s.compose(&b, summary, ledger.DateOf(s.Clock()))
	return b, nil
}

// Bulletins lists a programme's bulletins without their documents, newest
// first.
func (s *Service) Bulletins(ctx context.Context, key string) ([]BulletinRecord, error) {
	return s.Store.Bulletins(ctx, key)
}

func errIssued(b BulletinRecord) error {
	return ledger.Errorf(ledger.CodeRefused, "第%d期通报已经发布，不能再改；如有差错，请另发更正", b.Number)
}
