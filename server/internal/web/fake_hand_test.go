package web

import (
	"context"
	"time"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// byHand are the real use cases of changes by hand over the fake's ledger.
func (f *fake) byHand() *app.Service {
	return &app.Service{Store: handStore{fake: f}, Blobs: handBlobs{}, Clock: func() time.Time { return now }}
}

func (f *fake) Snapshot(ctx context.Context, key string) (*app.Snapshot, error) {
	return f.byHand().Snapshot(ctx, key)
}

func (f *fake) Propose(ctx context.Context, c app.Correction) (*app.Proposal, error) {
	return f.byHand().Propose(ctx, c)
}

func (f *fake) Correct(ctx context.Context, c app.Correction, by app.Actor) (app.Submission, error) {
	return f.byHand().Correct(ctx, c, by)
}

func (f *fake) TakeCall(ctx context.Context, c app.Correction, by app.Actor) (app.CallRecord, error) {
	return f.byHand().TakeCall(ctx, c, by)
}

func (f *fake) Calls(context.Context, string) ([]app.CallRecord, error) { return f.calls, nil }

func (f *fake) ConfirmCall(ctx context.Context, key string, id int64, by app.Actor) (app.Submission, error) {
	return f.byHand().ConfirmCall(ctx, key, id, by)
}

func (f *fake) DropCall(ctx context.Context, id int64, reason string, by app.Actor) error {
	return f.byHand().DropCall(ctx, id, reason, by)
}

func (f *fake) SealForm(ctx context.Context, id int64) (*app.SealForm, error) {
	return f.byHand().SealForm(ctx, id)
}

func (f *fake) FileSeal(ctx context.Context, id int64, code string, scan app.Upload, by app.Actor) error {
	return f.byHand().FileSeal(ctx, id, code, scan, by)
}

func (f *fake) Seals(context.Context, string) (map[int64]app.Seal, error) { return f.seals, nil }

func (f *fake) KeepFont(ctx context.Context, u app.Upload) (app.File, error) {
	return f.byHand().KeepFont(ctx, u)
}

func (f *fake) KeptFont(ctx context.Context, sha256, name string) (app.File, error) {
	return f.byHand().KeptFont(ctx, sha256, name)
}

func (f *fake) PreviewLayout(ctx context.Context, key string, p ledger.Period, form app.LayoutForm) ([]byte, error) {
	return f.byHand().PreviewLayout(ctx, key, p, form)
}

func (f *fake) KeepScan(ctx context.Context, u app.Upload) (app.File, error) {
	return f.byHand().KeepScan(ctx, u)
}

func (f *fake) KeptScan(ctx context.Context, sha256, name string) (app.File, error) {
	return f.byHand().KeptScan(ctx, sha256, name)
}

func (f *fake) Scan(ctx context.Context, id int64) (app.File, []byte, error) {
	return f.byHand().Scan(ctx, id)
}

func (f *fake) ProjectHistory(ctx context.Context, key, project string) ([]app.HistoryEntry, error) {
	return f.byHand().ProjectHistory(ctx, key, project)
}

func (f *fake) Removed(ctx context.Context, key string) ([]app.Removed, error) {
	return f.byHand().Removed(ctx, key)
}

func (f *fake) UnitHistory(ctx context.Context, key, unit string) ([]app.HistoryEntry, error) {
	return f.byHand().UnitHistory(ctx, key, unit)
}

// handStore is the fake's ledger as a store; what is accepted is kept in the fake.
type handStore struct {
	app.Store
	fake *fake
}

func (s handStore) Programme(ctx context.Context, key string) (*ledger.Programme, error) {
	return s.fake.Programme(ctx, key)
}

func (s handStore) Reports(ctx context.Context, key string) ([]ledger.Report, error) {
	return s.fake.Reports(ctx, key)
}

func (s handStore) Head(context.Context) (string, error) { return "", nil }

func (s handStore) Shared(ctx context.Context, key string) (*app.Snapshot, string, error) {
	p, err := s.fake.Programme(ctx, key)
	return &app.Snapshot{Programme: p}, "", err
}

func (s handStore) Submissions(ctx context.Context, key string) ([]app.Submission, error) {
	return s.fake.Submissions(ctx, key)
}

func (s handStore) Submission(ctx context.Context, id int64) (app.Submission, error) {
	return s.fake.Submission(ctx, id)
}

func (s handStore) ReportsOf(context.Context, int64) ([]ledger.Report, error) {
	return []ledger.Report{report()}, nil
}

func (s handStore) Accept(_ context.Context, a app.Acceptance) (app.Submission, error) {
	if s.fake.conflict {
		return app.Submission{}, ledger.Errorf(ledger.CodeConflict, "台账已有新的变动。")
	}
	a.Number(12)
	s.fake.hand = append(s.fake.hand, a)
	a.Submission.ID = 12
	return a.Submission, nil
}

func (s handStore) TakeCall(_ context.Context, c app.CallRecord) (app.CallRecord, error) {
	c.ID = int64(len(s.fake.calls) + 1)
	s.fake.calls = append(s.fake.calls, c)
	return c, nil
}

func (s handStore) Calls(context.Context, string) ([]app.CallRecord, error) {
	return s.fake.calls, nil
}

func (s handStore) DropCall(_ context.Context, id int64, remark string, by app.Actor) error {
	s.fake.calls[id-1].Decided = &app.Decided{By: by, At: now, Remark: remark}
	return nil
}

func (s handStore) PutSeal(_ context.Context, seal app.Seal) error {
	s.fake.seals = map[int64]app.Seal{seal.Submission: seal}
	return nil
}

func (s handStore) Seals(context.Context, string) (map[int64]app.Seal, error) {
	return s.fake.seals, nil
}

// handBlobs keep nothing.
func (s handStore) NoteFailure(context.Context, app.AuditEntry) (bool, error) { return true, nil }

type handBlobs struct{ app.Blobs }

func (handBlobs) Put(context.Context, []byte) (string, error) { return hash, nil }
func (handBlobs) Get(context.Context, string) ([]byte, error) { return []byte("%PDF-1.7"), nil }

func (f *fake) TrySettings(ctx context.Context, key string, p ledger.Period, form app.SettingsForm) (before, after *ledger.Summary, err error) {
	return f.byHand().TrySettings(ctx, key, p, form)
}
