package mail

import (
	"strings"
	"testing"
)

func TestProbe(t *testing.T) {
	s := serve(t, startTLS, &server{})
	said, err := s.sender(t, login, startTLS).Probe(t.Context())
	if err != nil || !strings.Contains(said, "STARTTLS") || len(s.messages) != 0 {
		t.Errorf("said %q, %v, %d messages", said, err, len(s.messages))
	}
	_, err = newSender(t, "smtp://"+login+s.address+"?tls=starttls").Probe(t.Context())
	if err == nil || !strings.Contains(err.Error(), "证书不可信") || strings.Contains(err.Error(), testPassword) {
		t.Errorf("a certificate nobody vouches for: %v", err)
	}
	if _, err := newSender(t, "smtp://127.0.0.1:1?tls=none").Probe(t.Context()); err == nil {
		t.Error("nobody answers, and the doctor is content")
	}
}
