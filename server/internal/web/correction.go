package web

import (
	"context"
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// ByHand is what the pages ask of the use cases of changes by hand.
type ByHand interface {
	Snapshot(ctx context.Context, key string) (*app.Snapshot, error)
	Propose(ctx context.Context, c app.Correction) (*app.Proposal, error)
	Correct(ctx context.Context, c app.Correction, by app.Actor) (app.Submission, error)
	TakeCall(ctx context.Context, c app.Correction, by app.Actor) (app.CallRecord, error)
	Calls(ctx context.Context, key string) ([]app.CallRecord, error)
	ConfirmCall(ctx context.Context, key string, id int64, by app.Actor) (app.Submission, error)
	DropCall(ctx context.Context, id int64, reason string, by app.Actor) error
	SealForm(ctx context.Context, id int64) (*app.SealForm, error)
	FileSeal(ctx context.Context, id int64, code string, scan app.Upload, by app.Actor) error
	Seals(ctx context.Context, key string) (map[int64]app.Seal, error)
	KeepScan(ctx context.Context, u app.Upload) (app.File, error)
	KeptScan(ctx context.Context, sha256, name string) (app.File, error)
	KeepFont(ctx context.Context, u app.Upload) (app.File, error)
	KeptFont(ctx context.Context, sha256, name string) (app.File, error)
	Scan(ctx context.Context, id int64) (app.File, []byte, error)
	ProjectHistory(ctx context.Context, key, project string) ([]app.HistoryEntry, error)
	Removed(ctx context.Context, key string) ([]app.Removed, error)
	UnitHistory(ctx context.Context, key, unit string) ([]app.HistoryEntry, error)
}

// correction is what every form for a change by hand has beside its own fields.
type correction struct {
	Reason string
	// Seen is the mark of the fact as the form showed it, Shown that of the changes
	// that were shown to be confirmed.
	Seen, Shown string
	Changes     changeList // to be confirmed; none before the first look
	Problem     string     // why the form came back
	Wrong       map[string]string
	// Scan is the scan that was sent with an earlier look at the changes, by its
	// hash, and ScanName what it is called.
	Scan, ScanName string
}

// readCorrection is what was typed beside a form's own fields.
func readCorrection(c echo.Context) correction {
	return correction{Reason: c.FormValue("reason"), Seen: c.FormValue("seen"), Shown: c.FormValue("shown"), Scan: c.FormValue("scan"), ScanName: c.FormValue("scan-name")}
}

// At are the words beside the input of that name, "" where nothing is wrong.
func (f correction) At(field string) string { return f.Wrong[field] }

// fail puts an error where it belongs on the form: beside its field, or above
// the form. It returns the status of the page; an error that is none of the
// user's comes back.
func (f *correction) fail(c echo.Context, err error) (int, error) {
	if code := ledger.CodeOf(err); code == "" || code == ledger.CodeNotFound {
		return 0, err
	}
	known := failureOf(err, reference(c))
	f.Problem = known.Detail
	if e := (*ledger.Error)(nil); errors.As(err, &e) && e.Field != "" {
		f.Wrong = map[string]string{e.Field: e.Message}
	}
	return known.Status, nil
}

// settle proposes what a form says and, once just that has been shown and is
// confirmed, stores it with store. done is false while the page has to be shown
// again, with its status.
func (s *server) settle(c echo.Context, f *correction, x app.Correction, store func(app.Correction) error) (done bool, status int, err error) {
	x.Reason, x.Seen = f.Reason, f.Seen
	ctx := c.Request().Context()
	proposal, err := s.Service.Propose(ctx, x)
	if err == nil {
		if f.Shown == proposal.Mark {
			if err = store(x); err == nil {
				return true, 0, nil
			}
		} else {
			f.Changes, f.Shown = listChanges(proposal.Changes), proposal.Mark
			return false, 200, nil
		}
	}
	f.Shown = ""
	if ledger.CodeOf(err) == ledger.CodeConflict {
		// What stands now has been told; the next look compares with it.
		l, serr := s.Service.Snapshot(ctx, x.Programme)
		if serr != nil {
			return false, 0, serr
		}
		if f.Seen, serr = app.Seen(l, x.Edit); serr != nil {
			return false, 0, serr
		}
	}
	status, err = f.fail(c, err)
	return false, status, err
}

// correct is settle for a correction that counts at once.
func (s *server) correct(c echo.Context, f *correction, x app.Correction) (done bool, status int, err error) {
	return s.settle(c, f, x, func(x app.Correction) error {
		_, err := s.Service.Correct(c.Request().Context(), x, app.Browser)
		return err
	})
}

// scanOf is the scan that a form brings or has brought, nil for none. It is kept
// at once, so that it need not be chosen again when the changes are confirmed.
func (s *server) scanOf(c echo.Context, f *correction) (*app.File, error) {
	ctx := c.Request().Context()
	if files := uploadedFiles(c); len(files) > 0 {
		kept, err := s.Service.KeepScan(ctx, files[0])
		if err != nil {
			return nil, err
		}
		f.Scan, f.ScanName = kept.SHA256, kept.Name
		return &kept, nil
	}
	if f.Scan == "" {
		return nil, nil
	}
	kept, err := s.Service.KeptScan(ctx, f.Scan, f.ScanName)
	if err != nil {
		f.Scan, f.ScanName = "", ""
		return nil, err
	}
	return &kept, nil
}

// names are the names in a field, one a line or with marks between them.
func names(text string) []string {
	var list []string
	for _, n := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\r\n、，,；;", r) }) {
		if n = strings.TrimSpace(n); n != "" {
			list = append(list, n)
		}
	}
	return list
}
