package mail

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net"
	netmail "net/mail"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func TestArrivesWhole(t *testing.T) {
	for _, mode := range []security{startTLS, implicitTLS} {
		t.Run(string(mode), func(t *testing.T) {
			s := serve(t, mode, &server{})
			m := message()
			got := send(t, s.sender(t, login, mode), m)
			if got.State != app.Sent || !strings.HasPrefix(got.Answer, "250 ") {
				t.Fatalf("result is %+v", got)
			}
			if len(s.passwords) != 1 || s.passwords[0] != testPassword || len(s.messages) != 1 {
				t.Fatalf("server saw passwords %q and %d messages", s.passwords, len(s.messages))
			}
			compare(t, s.messages[0], m)
		})
	}
}

// compare reads a message as a mail client does.
func compare(t *testing.T, raw []byte, m app.Message) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for lines.Scan() {
		line := lines.Text()
		if len(line) > 998 || strings.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
			t.Errorf("line does not fit old servers: %q", line)
		}
	}
	got, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	words := new(mime.WordDecoder)
	subject, err := words.DecodeHeader(got.Header.Get("Subject"))
	if err != nil || subject != m.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	for name, want := range map[string]netmail.Address{
		"To": {Name: m.ToName, Address: m.To}, "From": {Name: "市政府办公室", Address: "office@example.cn"},
	} {
		if a, err := got.Header.AddressList(name); err != nil || len(a) != 1 || *a[0] != want {
			t.Errorf("%s: %v, %v", name, a, err)
		}
	}
	if id := got.Header.Get("Message-ID"); id != "<"+m.MessageID+">" {
		t.Errorf("Message-ID %q", id)
	}
	_, params, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(got.Body, params["boundary"])
	body := next(t, parts)
	if text := string(content(t, body)); strings.ReplaceAll(text, "\r\n", "\n") != m.Body {
		t.Errorf("body %q", text)
	}
	for _, a := range m.Attachments {
		part := next(t, parts)
		if name := part.FileName(); name != a.Name {
			t.Errorf("RFC 2231 name %q, want %q", name, a.Name)
		}
		mediaType, params, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil || !strings.HasPrefix(a.Type, mediaType) {
			t.Errorf("type %q, %v", mediaType, err)
		}
		if name, err := words.DecodeHeader(params["name"]); err != nil || name != a.Name {
			t.Errorf("RFC 2047 name %q, %v", name, err)
		}
		if data := content(t, part); !bytes.Equal(data, a.Data) {
			t.Errorf("%s: %d bytes differ from the %d sent", a.Name, len(data), len(a.Data))
		}
	}
	if _, err := parts.NextPart(); err != io.EOF {
		t.Errorf("after the last attachment: %v", err)
	}
}

func next(t *testing.T, parts *multipart.Reader) *multipart.Part {
	t.Helper()
	p, err := parts.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func content(t *testing.T, p *multipart.Part) []byte {
	t.Helper()
	data, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func answer(code int, words string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: words}
}

func TestResults(t *testing.T) {
	large := message()
	large.Attachments[0].Data = everyByte(24 << 20) // more than sockets hold
	cases := []struct {
		name    string
		server  *server
		message app.Message
		state   app.DeliveryState
		answer  string
	}{
		{"greylisted", &server{onRecipient: answer(450, "greylisted, try later")}, message(), app.Deferred, "450 greylisted, try later"},
		{"unknown mailbox", &server{onRecipient: answer(550, "no such user")}, message(), app.Failed, "550 no such user"},
		{"mailbox full", &server{onContent: answer(452, "over quota")}, message(), app.Deferred, "452 over quota"},
		{"refused as spam", &server{onContent: answer(554, "spam")}, message(), app.Failed, "554 spam"},
		{"cut at the end", &server{cut: true, cutAfter: 1 << 40}, message(), app.Uncertain, "是否收到不明"},
		{"cut within", &server{cut: true, cutAfter: 1000}, large, app.Deferred, "中断"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, startTLS, c.server)
			got := send(t, s.sender(t, login, startTLS), c.message)
			if got.State != c.state || !strings.Contains(got.Answer, c.answer) {
				t.Errorf("result is %+v, want %s with %q", got, c.state, c.answer)
			}
		})
	}
}

func TestWithoutTLSOrUser(t *testing.T) {
	s := serve(t, plain, &server{})
	if got := send(t, s.sender(t, "", plain), message()); got.State != app.Sent {
		t.Errorf("result is %+v", got)
	}
}

func TestNoPasswordToAServerThatIsNotTheOne(t *testing.T) {
	cases := []struct {
		name   string
		server security
		sender func(*testing.T, *server) *Sender
		answer string
	}{
		{"a certificate nobody vouches for", startTLS, func(t *testing.T, s *server) *Sender {
			return newSender(t, "smtp://"+login+s.address+"?tls=starttls")
		}, "证书不可信"},
		{"the same at once", implicitTLS, func(t *testing.T, s *server) *Sender {
			return newSender(t, "smtps://"+login+s.address)
		}, "证书不可信"},
		{"a certificate for another name", startTLS, func(t *testing.T, s *server) *Sender {
			_, port, _ := net.SplitHostPort(s.address)
			return newSender(t, "smtp://"+login+"localhost:"+port, WithRoots(s.roots))
		}, "证书不是给 localhost 的"},
		{"STARTTLS stripped", plain, func(t *testing.T, s *server) *Sender {
			return s.sender(t, login, startTLS)
		}, "STARTTLS"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, c.server, &server{})
			got := send(t, c.sender(t, s), message())
			if got.State != app.Deferred || !strings.Contains(got.Answer, c.answer) {
				t.Errorf("result is %+v", got)
			}
			if len(s.passwords)+len(s.senders) != 0 {
				t.Errorf("server saw passwords %q, senders %q", s.passwords, s.senders)
			}
		})
	}
}

func TestWrongPasswordIsNoVerdictOnTheMessage(t *testing.T) {
	s := serve(t, startTLS, &server{})
	got := send(t, s.sender(t, "bulletin:wrong@", startTLS), message())
	if got.State != app.Deferred || !strings.Contains(got.Answer, "535") || len(s.senders) != 0 {
		t.Errorf("result is %+v", got)
	}
}

func TestNobodyListens(t *testing.T) {
	got := send(t, newSender(t, "smtp://127.0.0.1:1?tls=none"), message())
	if got.State != app.Deferred || !strings.Contains(got.Answer, "127.0.0.1:1") {
		t.Errorf("result is %+v", got)
	}
}

func TestHeaderInjectionIsRefused(t *testing.T) {
	cases := map[string]func(*app.Message){
		"subject":           func(m *app.Message) { m.Subject = "通报\r\nBcc: x@example.com" },
		"name":              func(m *app.Message) { m.ToName = "局\nBcc: x@example.com" },
		"address":           func(m *app.Message) { m.To = "a@example.cn\r\nRCPT TO:<x@example.com>" },
		"two addresses":     func(m *app.Message) { m.To = "a@example.cn, x@example.com" },
		"bracketed address": func(m *app.Message) { m.To = "<a@example.cn>" },
		"named address":     func(m *app.Message) { m.To = "x <a@example.cn>" },
		"no address":        func(m *app.Message) { m.To = "" },
		"message id":        func(m *app.Message) { m.MessageID = "a@b>\r\nX: y" },
		"no message id":     func(m *app.Message) { m.MessageID = "" },
		"attachment's name": func(m *app.Message) { m.Attachments[0].Name = "a.pdf\"\r\nX: y" },
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			m := message()
			change(&m)
			// Nobody listens: had it been tried, it would be deferred.
			got := send(t, newSender(t, "smtp://127.0.0.1:1?tls=none"), m)
			if got.State != app.Failed || !strings.Contains(got.Answer, "没有发送") {
				t.Errorf("result is %+v", got)
			}
		})
	}
}

func TestNew(t *testing.T) {
	good := []struct {
		address string
		host    string
		port    int
		mode    security
	}{
		{"smtp://mail.example.cn", "mail.example.cn", 587, startTLS},
		{"smtps://u:p@mail.example.cn/", "mail.example.cn", 465, implicitTLS},
		{"smtp://mail.example.cn?tls=none", "mail.example.cn", 25, plain},
		{"smtp://u:p@[::1]:2525?tls=tls", "::1", 2525, implicitTLS},
	}
	for _, c := range good {
		s, err := New(c.address, "a@example.cn", clock)
		if err != nil || s.host != c.host || s.port != c.port || s.security != c.mode {
			t.Errorf("%s: %+v, %v", c.address, s, err)
		}
	}
	bad := []struct{ name, address, from, says string }{
		{"empty", "", "a@example.cn", "SMTP_URL 无法识别"},
		{"other scheme", "http://u:secret@x", "a@example.cn", "SMTP_URL 无法识别"},
		{"raw percent", "smtp://u:secret%zz@x", "a@example.cn", "%XX"},
		{"password in clear", "smtp://u:secret@x?tls=none", "a@example.cn", "明文"},
		{"unknown tls", "smtp://x?tls=ssl", "a@example.cn", "tls=ssl"},
		{"misspelled key", "smtp://x?TLS=none", "a@example.cn", "TLS"},
		{"contradiction", "smtps://x?tls=starttls", "a@example.cn", "矛盾"},
		{"user alone", "smtp://u@x", "a@example.cn", "要么都写"},
		{"port", "smtp://x:99999", "a@example.cn", "端口"},
		{"no sender", "smtp://x", "", "MAIL_FROM"},
		{"sender in two lines", "smtp://x", "a@example.cn\r\nBcc: b@example.cn", "MAIL_FROM"},
	}
	for _, c := range bad {
		t.Run(c.name, func(t *testing.T) {
			_, err := New(c.address, c.from, clock)
			if ledger.CodeOf(err) != ledger.CodeInvalid || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("error is %v", err)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the message shows the password: %v", err)
			}
		})
	}
}
