package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"tongbao/server/internal/app"
)

// slowBlobs gives no file before it is told to.
type slowBlobs struct {
	app.Blobs
	asked, on chan struct{}
}

func (b slowBlobs) Get(ctx context.Context, hash string) ([]byte, error) {
	b.asked <- struct{}{}
	<-b.on
	return b.Blobs.Get(ctx, hash)
}

// A look at the inbox waits for files that are read again no longer than its
// patience; they are read once for all who look, and the next look shows it.
func TestALookAtTheInboxIsPatientOnlySoLong(t *testing.T) {
	d := newDesk(t)
	d.Snapshots = new(app.Snapshots)
	d.accept("淮安2020-项目表.xlsx", "")
	if _, _, err := d.Receive(t.Context(), workbookOf(t, "淮安2020-一季度进展.xlsx"), app.Binding{}, app.CommandLine); err != nil {
		t.Fatal(err)
	}
	d.accept("淮安2020-一季度进展.xlsx", "2020Q1") // another copy of it, so this one has nothing new any more
	slow := slowBlobs{d.Blobs, make(chan struct{}, 1), make(chan struct{})}
	d.Blobs, d.Patience = slow, time.Nanosecond
	look := func() app.InboxFile {
		t.Helper()
		files, err := d.Inbox(t.Context(), time.Time{})
		if err != nil || len(files) != 1 {
			t.Fatalf("%d files, %v", len(files), err)
		}
		return files[0]
	}
	if f := look(); !f.Outdated() || f.State() != app.InboxReady {
		t.Errorf("at once: outdated %v, %s", f.Outdated(), f.State())
	}
	<-slow.asked
	if f := look(); !f.Outdated() {
		t.Error("read while it was being read")
	}
	close(slow.on)
	d.Patience = 0
	if f := look(); f.Outdated() || f.State() != app.InboxDuplicate {
		t.Errorf("with patience: outdated %v, %s", f.Outdated(), f.State())
	}
	if f, err := d.Store.Inbox(t.Context(), time.Time{}); err != nil || f[0].Outdated() || len(slow.asked) != 0 {
		t.Errorf("kept: %v %v; read again by %d others", f[0].Outdated(), err, len(slow.asked))
	}
}

// panickingBlobs is a fault in the program while it reads a file.
type panickingBlobs struct{ app.Blobs }

func (panickingBlobs) Get(context.Context, string) ([]byte, error) { panic("no such row") }

// A fault while files are read again is an error of those who look, and does not
// end the program.
func TestAFaultInReadingAgainIsTold(t *testing.T) {
	d := newDesk(t)
	d.Snapshots = new(app.Snapshots)
	d.accept("淮安2020-项目表.xlsx", "")
	if _, _, err := d.Receive(t.Context(), workbookOf(t, "淮安2020-一季度进展.xlsx"), app.Binding{}, app.CommandLine); err != nil {
		t.Fatal(err)
	}
	d.accept("淮安2020-一季度进展.xlsx", "2020Q1")
	d.Blobs = panickingBlobs{d.Blobs}
	if _, err := d.Inbox(t.Context(), time.Time{}); err == nil || !strings.Contains(err.Error(), "no such row") {
		t.Errorf("told %v", err)
	}
}
