package app

import (
	"context"
	"errors"
	"testing"
	"time"
)

// pulseStore and readyBlobs are well or not as a test says.
type pulseStore struct {
	Store
	pulse Pulse
	err   error
}

func (s pulseStore) Pulse(context.Context) (Pulse, error) { return s.pulse, s.err }

type readyBlobs struct {
	Blobs
	err error
}

func (b readyBlobs) Ready(context.Context) error { return b.err }

type noMailer struct{ Mailer }

func TestHealth(t *testing.T) {
	now := time.Date(2020, 4, 7, 9, 0, 0, 0, time.UTC)
	down := errors.New("down")
	for name, c := range map[string]struct {
		change func(s *Service, store *pulseStore, blobs *readyBlobs)
		ill    string
	}{
		"all well":               {func(*Service, *pulseStore, *readyBlobs) {}, ""},
		"the database is away":   {func(_ *Service, s *pulseStore, _ *readyBlobs) { s.err = down }, "database"},
		"another schema":         {func(_ *Service, s *pulseStore, _ *readyBlobs) { s.pulse.Current = false }, "migrations"},
		"files cannot be put":    {func(_ *Service, _ *pulseStore, b *readyBlobs) { b.err = down }, "files"},
		"a disk that is full":    {func(s *Service, _ *pulseStore, _ *readyBlobs) { s.Room = room(leastRoom-1, nil) }, "disk"},
		"a disk nobody knows":    {func(s *Service, _ *pulseStore, _ *readyBlobs) { s.Room = room(0, down) }, "disk"},
		"no disk of its own":     {func(s *Service, _ *pulseStore, _ *readyBlobs) { s.Room = nil }, ""},
		"mail that waits":        {func(_ *Service, s *pulseStore, _ *readyBlobs) { s.pulse.Due = now.Add(-longestDue) }, ""},
		"mail that nobody sends": {func(_ *Service, s *pulseStore, _ *readyBlobs) { s.pulse.Due = now.Add(-longestDue - 1) }, "outbox"},
		"the same without a mail server": {func(sv *Service, s *pulseStore, _ *readyBlobs) {
			sv.Mailer, s.pulse.Due = nil, now.Add(-longestDue-1)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			store, blobs := pulseStore{pulse: Pulse{Database: "SQLite 3", Current: true}}, readyBlobs{}
			s := &Service{Clock: func() time.Time { return now }, Room: room(leastRoom, nil), Mailer: noMailer{}}
			c.change(s, &store, &blobs)
			s.Store, s.Blobs = store, blobs
			ill := ""
			for _, h := range s.Health(t.Context()) {
				if h.Says == "" {
					t.Errorf("%s says nothing", h.Name)
				}
				if !h.OK {
					ill += h.Name
				}
			}
			if ill != c.ill {
				t.Errorf("ill is %q, want %q", ill, c.ill)
			}
		})
	}
}

func room(n uint64, err error) func() (uint64, error) {
	return func() (uint64, error) { return n, err }
}
