package mail

import (
	"bufio"
	"cmp"
	"crypto/tls"
	"errors"
	"io"
	"maps"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/server/internal/app"
)

// phases are the phases and codes of what was heard, in order.
func phases(r app.SendResult) []string {
	var out []string
	for _, a := range r.Answers {
		word := string(a.Phase)
		if a.Code > 0 {
			word += " " + string(rune('0'+a.Code/100)) + "xx"
		}
		out = append(out, word)
	}
	return out
}

func TestOneConnectionCarriesManyMessages(t *testing.T) {
	s := serve(t, startTLS, &server{})
	session := s.sender(t, login, startTLS).Session()
	for i := range 3 {
		handed := 0
		got := session.Send(t.Context(), message(), func() error { handed++; return nil })
		if got.State != app.Sent || handed != 1 {
			t.Fatalf("message %d: %+v, handed over %d times", i, got, handed)
		}
		want := []string{"MAIL 2xx", "RCPT 2xx", "DATA 3xx", "end 2xx"}
		if i == 0 {
			want = append([]string{"EHLO 2xx", "STARTTLS 2xx", "EHLO 2xx", "AUTH 2xx"}, want...)
		}
		if !slices.Equal(phases(got), want) {
			t.Errorf("message %d: heard %q, want %q", i, phases(got), want)
		}
		for _, a := range got.Answers {
			if a.At != clock() || strings.Contains(a.Text, testPassword) {
				t.Errorf("answer %+v", a)
			}
		}
	}
	session.Close()
	if s.connections != 2 || len(s.messages) != 3 { // go-smtp counts one before and one after STARTTLS
		t.Errorf("%d connections, %d messages", s.connections, len(s.messages))
	}
}

func TestARefusalDoesNotEndTheConnection(t *testing.T) {
	s := serve(t, plain, &server{onRecipient: answer(550, "no such user")})
	session := s.sender(t, "", plain).Session()
	defer session.Close()
	for i := range 2 {
		got := session.Send(t.Context(), message(), func() error { return nil })
		if got.State != app.Failed || got.Unreachable || phases(got)[len(phases(got))-1] != "RCPT 5xx" {
			t.Errorf("message %d: %+v", i, got)
		}
		s.mu.Lock()
		s.onRecipient = answer(451, "later")
		if i == 0 {
			s.onRecipient = answer(550, "nor this one")
		}
		s.mu.Unlock()
	}
	s.mu.Lock()
	s.onRecipient = nil
	s.mu.Unlock()
	if got := session.Send(t.Context(), message(), func() error { return nil }); got.State != app.Sent || s.connections != 1 {
		t.Errorf("%+v over %d connections", got, s.connections)
	}
}

func TestAServerThatHasHadEnoughOfAConnectionGetsAnother(t *testing.T) {
	s := serve(t, plain, &server{most: 2})
	session := s.sender(t, "", plain).Session()
	defer session.Close()
	for i := range 5 {
		if got := session.Send(t.Context(), message(), func() error { return nil }); got.State != app.Sent {
			t.Errorf("message %d: %+v", i, got)
		}
	}
	if s.connections != 3 || len(s.messages) != 5 {
		t.Errorf("%d connections, %d messages", s.connections, len(s.messages))
	}
}

func TestWhatCannotBeHandedOverIsNotSent(t *testing.T) {
	s := serve(t, plain, &server{})
	session := s.sender(t, "", plain).Session()
	defer session.Close()
	got := session.Send(t.Context(), message(), func() error { return errors.New("磁盘已满") })
	if got.State != app.Deferred || !strings.Contains(got.Answer, "磁盘已满") {
		t.Errorf("%+v", got)
	}
	if got := session.Send(t.Context(), message(), func() error { return nil }); got.State != app.Sent {
		t.Errorf("the next: %+v", got)
	}
	if len(s.messages) != 1 {
		t.Errorf("%d messages arrived, want the second alone", len(s.messages))
	}
}

// A server may fall silent, or end the connection, in every phase.
func TestFalteringServer(t *testing.T) {
	cases := []struct {
		at    string // the command that gets no answer
		mode  security
		state app.DeliveryState
		phase app.Phase
	}{
		{"greeting", plain, app.Deferred, app.Greeting},
		{"EHLO", plain, app.Deferred, app.Hello},
		{"STARTTLS", startTLS, app.Deferred, app.StartingTLS},
		{"handshake", startTLS, app.Deferred, app.Handshake},
		{"handshake", implicitTLS, app.Deferred, app.Handshake},
		{"AUTH", implicitTLS, app.Deferred, app.Login},
		{"MAIL", plain, app.Deferred, app.MailFrom},
		{"RCPT", plain, app.Deferred, app.RcptTo},
		{"DATA", plain, app.Deferred, app.Data},
		{".", plain, app.Uncertain, app.ContentEnd},
		{"QUIT", plain, app.Sent, app.ContentEnd},
	}
	for _, cut := range []bool{false, true} {
		for _, c := range cases {
			name := c.at + " " + string(c.mode)
			if cut {
				name = "cut at " + name
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				f := &faltering{at: c.at, cut: cut, mode: c.mode}
				user := ""
				if c.mode != plain {
					user = login
				}
				address := "smtp://" + user + f.listen(t) + "?tls=" + string(c.mode)
				s := newSender(t, address, WithPatience(300*time.Millisecond), WithRoots(f.server.roots))
				got := send(t, s, message())
				if got.State != c.state || len(got.Answers) == 0 || got.Answers[len(got.Answers)-1].Phase != c.phase {
					t.Errorf("result is %+v, want %s in %s", got, c.state, c.phase)
				}
				early := slices.Contains([]string{"greeting", "EHLO", "STARTTLS", "handshake", "AUTH"}, c.at)
				if got.Unreachable != early {
					t.Errorf("unreachable: %v", got.Unreachable)
				}
			})
		}
	}
}

// What went wrong is told in words that say what can be done, whatever the
// server said.
func TestReasonsInWords(t *testing.T) {
	for name, c := range map[string]struct {
		server      *faltering
		url, answer string
	}{
		"no mail server": {&faltering{says: map[string]string{"greeting": "HTTP/1.1 400 Bad Request"}}, "?tls=none", "不是邮件服务器：short response"},
		"no end":         {&faltering{says: map[string]string{"greeting": "220 " + strings.Repeat("x", 1<<20)}}, "?tls=none", "没完没了"},
		"STARTTLS gone":  {&faltering{says: map[string]string{"EHLO": "250 AUTH PLAIN"}}, "?tls=starttls", "没有提供 STARTTLS"},
		"no login":       {&faltering{mode: implicitTLS, says: map[string]string{"EHLO": "250 hello"}}, "?tls=tls", "没有提供登录"},
		"no TLS":         {&faltering{}, "?tls=tls", "tls=starttls"},
		"TLS at once":    {&faltering{at: "greeting"}, "?tls=starttls", "在“应答”一步服务器没有应答，已超时（如果这个端口要直接用 TLS 连接"},
		"cut":            {&faltering{at: "RCPT", cut: true}, "?tls=none", "在“收件人（RCPT）”一步服务器断开了连接"},
		"in GBK":         {&faltering{says: map[string]string{"RCPT": "550 \xd3\xc3\xbb\xa7\xb2\xbb\xb4\xe6\xd4\xda"}}, "?tls=none", "550 用户不存在"},
		"colours":        {&faltering{says: map[string]string{"RCPT": "550 \x1b[31m \x00no\tuser"}}, "?tls=none", "550 [31m no user"},
		"a long story":   {&faltering{says: map[string]string{"RCPT": strings.Repeat("550-no user\r\n", 2000) + "550 end"}}, "?tls=none", "…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := c.server
			user := ""
			if c.url != "?tls=none" {
				user = login
			}
			address := "smtp://" + user + f.listen(t) + c.url
			got := send(t, newSender(t, address, WithPatience(300*time.Millisecond), WithRoots(f.server.roots)), message())
			if !strings.Contains(got.Answer, c.answer) || len(got.Answer) > 4*mostTold {
				t.Errorf("answer is %.500q, want %q", got.Answer, c.answer)
			}
		})
	}
}

func TestOwnName(t *testing.T) {
	local := &net.TCPAddr{IP: net.IPv4(10, 1, 2, 3), Port: 1}
	for host, want := range map[string]string{
		"office.huaian.gov.cn": "office.huaian.gov.cn", "office.": "[10.1.2.3]", "DESKTOP-1": "[10.1.2.3]", "张三的电脑.local": "[10.1.2.3]", "": "[10.1.2.3]",
	} {
		if got := ownName(host, local); got != want {
			t.Errorf("%q is %s, want %s", host, got, want)
		}
	}
	if got := ownName("", &net.TCPAddr{IP: net.IPv6loopback}); got != "[IPv6:::1]" {
		t.Errorf("over IPv6: %s", got)
	}
}

// faltering is a server that answers everything before a command, and at it
// falls silent or ends the connection.
type faltering struct {
	at     string
	cut    bool
	mode   security
	says   map[string]string // instead of what a good server says
	server server            // for its certificate
	config *tls.Config
}

func (f *faltering) listen(t *testing.T) string {
	t.Helper()
	certificate, roots := selfMade(t)
	f.server.roots, f.config = roots, &tls.Config{Certificates: []tls.Certificate{certificate}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() {
		_ = listener.Close()
		<-done
	})
	go func() {
		defer close(done)
		c, err := listener.Accept()
		if err != nil {
			return
		}
		defer func() { _ = c.Close() }()
		f.talk(c)
	}()
	return listener.Addr().String()
}

func (f *faltering) talk(c net.Conn) {
	if f.mode == implicitTLS {
		if f.at == "handshake" {
			f.falter(c)
			return
		}
		c = tls.Server(c, f.config)
	}
	say := func(words string) { _, _ = io.WriteString(c, words+"\r\n") }
	answers := map[string]string{
		"EHLO": "250-hello\r\n250-STARTTLS\r\n250 AUTH PLAIN", "STARTTLS": "220 go on", "DATA": "354 go on", "QUIT": "221 bye",
	}
	if f.at == "greeting" {
		f.falter(c)
		return
	}
	maps.Copy(answers, f.says)
	say(cmp.Or(f.says["greeting"], "220 ready"))
	inContent := false
	for lines := bufio.NewScanner(c); lines.Scan(); {
		command, _, _ := strings.Cut(lines.Text(), " ")
		if inContent && command != "." {
			continue
		}
		if command == f.at {
			f.falter(c)
			return
		}
		inContent = command == "DATA"
		if words, special := answers[command]; special {
			say(words)
		} else {
			say("250 ok")
		}
		if command == "STARTTLS" { // f.at is the handshake
			f.falter(c)
			return
		}
	}
}

// falter says nothing until the other side has gone, or goes itself.
func (f *faltering) falter(c net.Conn) {
	if !f.cut {
		_, _ = io.Copy(io.Discard, c)
	}
}
