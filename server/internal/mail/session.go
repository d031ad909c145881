package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"tongbao/server/internal/app"
)

// mostMessages is how many messages go over one connection: servers set a limit
// of their own, often 100.
const mostMessages = 50

// session is one connection at a time to the server, made when a message wants
// it.
type session struct {
	*Sender
	client *gomail.Client
	smtp   *smtp.Client // nil while there is no connection
	line   *conn
	sent   int // messages tried over the connection
	heard  *transcript
}

// Session is for messages that are sent one after the other.
func (s *Sender) Session() app.MailSession { return &session{Sender: s} }

// Send sends one message.
//
// Until the message's end nothing can have been sent: a network that fails is
// Deferred. What the server says of the message counts as it says: 4xx is
// Deferred, 5xx is Failed. A server that refuses the connection, or whose
// certificate or password does not fit, has not judged the message: it is
// Deferred until the configuration is right. Uncertain is the one window after
// the message's end in which no answer comes.
func (s *session) Send(ctx context.Context, m app.Message, handOver func() error) app.SendResult {
	ctx, cancel := context.WithTimeout(ctx, s.patience.total)
	defer cancel()
	s.heard = &transcript{clock: s.clock, phase: app.Content}
	msg, err := s.compose(m)
	if err != nil {
		return s.result(app.Failed, "邮件没有发送："+err.Error())
	}
	if s.smtp != nil && s.sent >= mostMessages {
		s.Close()
	}
	if s.smtp != nil {
		s.smtp.SetLogger(s.heard)
	}
	reused := s.smtp != nil
	result := s.try(ctx, m, msg, handOver)
	// A connection that was left open may have been closed by the server, or have
	// carried as many messages as it takes.
	if reused && s.smtp == nil && result.State == app.Deferred && s.heard.phase == app.MailFrom {
		result = s.try(ctx, m, msg, handOver)
	}
	return result
}

func (s *session) try(ctx context.Context, m app.Message, msg *letter, handOver func() error) app.SendResult {
	if s.smtp == nil {
		if err := s.open(ctx); err != nil {
			s.drop()
			result := s.result(app.Deferred, fmt.Sprintf("无法经邮件服务器 %s 发送：%s", s.address(), s.why(err)))
			result.Unreachable = true
			return result
		}
	}
	s.sent++
	release := s.line.during(ctx)
	defer release()
	result, orderly := s.transfer(m, msg, handOver)
	if !orderly {
		s.drop()
	}
	return result
}

// transfer is one mail transaction (RFC 5321, 3.3). The connection can go on to
// be used when it is orderly: above all not after a failure within the content,
// which QUIT would bring to an end as if it were whole.
func (s *session) transfer(m app.Message, msg *letter, handOver func() error) (result app.SendResult, orderly bool) {
	from, to, dsn := "MAIL FROM:<"+s.from.Address+">", "RCPT TO:<"+m.To+">", false
	if dsn, _ = s.smtp.Extension("DSN"); dsn {
		// RFC 3461: a bounce is to name our message, and need not carry it back.
		from += " RET=HDRS ENVID=" + xtext(m.MessageID)
		to += " NOTIFY=FAILURE,DELAY ORCPT=rfc822;" + xtext(m.To)
	}
	for _, step := range []struct {
		phase   app.Phase
		expect  int
		command string
	}{{app.MailFrom, 250, from}, {app.RcptTo, 25, to}, {app.Data, 354, "DATA"}} {
		if err := s.command(step.phase, step.expect, step.command); err != nil {
			return s.refusal(err)
		}
	}
	s.heard.phase = app.Content
	content := s.smtp.Text.DotWriter()
	if err := msg.writeTo(content); err != nil {
		return s.refusal(err)
	}
	if err := s.smtp.Text.W.Flush(); err != nil {
		return s.refusal(err)
	}
	if err := handOver(); err != nil {
		return s.result(app.Deferred, "邮件没有发出："+told(err.Error())), false
	}
	s.heard.phase = app.ContentEnd
	s.line.allow(s.patience.end)
	defer s.line.allow(s.patience.command)
	err := content.Close()
	if err == nil {
		err = s.hear(250)
	}
	if err == nil {
		return s.result(app.Sent, s.heard.last()), true
	}
	var reply *textproto.Error
	if errors.As(err, &reply) {
		return s.refusal(err)
	}
	return s.result(app.Uncertain, "邮件内容已经发完，但没有等到服务器的答复，对方是否收到不明（"+s.why(err)+"）"), false
}

// command says one line to the server and hears its answer.
func (s *session) command(phase app.Phase, expect int, line string) error {
	s.heard.phase = phase
	if err := s.smtp.Text.PrintfLine("%s", line); err != nil {
		return err
	}
	return s.hear(expect)
}

func (s *session) hear(expect int) error {
	code, text, err := s.smtp.Text.ReadResponse(expect)
	var reply *textproto.Error
	if err == nil || errors.As(err, &reply) {
		s.heard.note(code, text)
	}
	return err
}

// refusal is the result of a transaction that came to an end before the server
// took the message.
func (s *session) refusal(err error) (result app.SendResult, orderly bool) {
	var reply *textproto.Error
	if !errors.As(err, &reply) {
		return s.result(app.Deferred, "与邮件服务器的连接中断："+s.why(err)), false
	}
	state := app.Deferred
	if reply.Code >= 500 {
		state = app.Failed
	}
	result = s.result(state, s.heard.last())
	// 421: the server is closing the connection. After any other answer it waits
	// for the next message, once this one is forgotten.
	if reply.Code == 421 {
		return result, false
	}
	if s.heard.phase != app.ContentEnd && s.smtp.Reset() != nil {
		return result, false
	}
	return result, true
}

// result is the end of a try with all that was heard in it.
func (s *session) result(state app.DeliveryState, answer string) app.SendResult {
	if answer != s.heard.last() {
		s.heard.remark(answer)
	}
	return app.SendResult{State: state, Answer: answer, Answers: s.heard.answers}
}

// open makes a connection up to where messages are taken.
func (s *session) open(ctx context.Context) error {
	s.heard.phase, s.sent = app.Connecting, 0
	dialer := net.Dialer{Timeout: s.patience.connect}
	inner, err := dialer.DialContext(ctx, "tcp", s.address())
	if err != nil {
		return err
	}
	s.line = watch(inner, s.patience.command)
	defer s.line.during(ctx)()
	if s.client, err = s.newClient(); err != nil {
		return err
	}
	s.heard.phase = app.Greeting
	s.smtp, err = s.client.DialToSMTPClientWithContext(ctx)
	return err
}

// newClient is a client that speaks over the line, and tells what it hears.
func (s *session) newClient() (*gomail.Client, error) {
	hostname, _ := os.Hostname()
	options := []gomail.Option{
		gomail.WithHELO(ownName(hostname, s.line.LocalAddr())),
		gomail.WithPort(s.port), gomail.WithTimeout(s.patience.total), gomail.WithTLSConfig(s.tlsConfig()),
		gomail.WithLogger(s.heard), gomail.WithDebugLog(),
		gomail.WithDialContextFunc(func(ctx context.Context, _, _ string) (net.Conn, error) {
			if s.security != implicitTLS {
				return s.line, nil
			}
			s.heard.phase = app.Handshake
			secured := tls.Client(s.line, s.tlsConfig())
			err := secured.HandshakeContext(ctx)
			if err == nil {
				s.heard.phase = app.Greeting
			}
			return secured, err
		}),
	}
	switch s.security {
	case implicitTLS:
		options = append(options, gomail.WithSSL())
	case startTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.user != "" {
		options = append(options, gomail.WithUsername(s.user), gomail.WithPassword(s.password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin))
	}
	return gomail.NewClient(s.host, options...)
}

// Close ends the connection in order. What the server says to QUIT changes
// nothing any more.
func (s *session) Close() {
	if s.smtp == nil {
		return
	}
	s.line.allow(min(s.patience.command, quitPatience))
	_ = s.smtp.Quit()
	s.drop()
}

// quitPatience is how long the answer to QUIT is waited for.
const quitPatience = 5 * time.Second

// drop ends the connection at once.
func (s *session) drop() {
	if s.line != nil {
		_ = s.line.Close()
	}
	s.smtp, s.line = nil, nil
}

// xtext is the encoding of RFC 3461, section 4.
func xtext(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < '!' || c > '~' || c == '+' || c == '=' {
			fmt.Fprintf(&b, "+%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Probe connects to the server as for a message (TLS, certificate, password),
// sends none and says how the connection is protected. The error is for people.
func (s *Sender) Probe(ctx context.Context) (string, error) {
	probe := &session{Sender: s, heard: &transcript{clock: s.clock}}
	if err := probe.open(ctx); err != nil {
		probe.drop()
		return "", fmt.Errorf("%s：%s", s.address(), probe.why(err))
	}
	probe.Close()
	words := map[security]string{startTLS: "STARTTLS，证书有效", implicitTLS: "TLS，证书有效", plain: "不加密"}
	return s.address() + "（" + words[s.security] + "）", nil
}
