package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"tongbao/server/internal/app"
)

// Send sends one message over a connection of its own.
//
// Until the server has agreed to take the message nothing can have been sent:
// a network that fails is Deferred. What the server says of the message counts
// as it says: 4xx is Deferred, 5xx is Failed. A server that refuses the
// connection, or whose certificate or password does not fit, has not judged
// the message: it is Deferred until the configuration is right. Uncertain is
// the one window after the message's end in which no answer comes.
func (s *Sender) Send(ctx context.Context, m app.Message) app.SendResult {
	ctx, cancel := context.WithTimeout(ctx, s.patience.total)
	defer cancel()
	var line *conn
	msg, err := s.compose(m, func() { line.allow(s.patience.content) })
	if err != nil {
		return app.SendResult{State: app.Failed, Answer: "邮件没有发送：" + err.Error()}
	}
	if line, err = s.connect(ctx); err != nil {
		return s.noSession(err)
	}
	defer func() { _ = line.Close() }() // closed already where all went well
	client, err := s.client(line)
	if err != nil {
		return app.SendResult{State: app.Failed, Answer: "邮件没有发送：" + err.Error()}
	}
	session, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return s.noSession(err)
	}
	result, orderly := judge(msg, client.SendWithSMTPClient(session, msg))
	if orderly {
		// What the server says to QUIT changes nothing any more.
		line.allow(s.patience.connect)
		_ = client.CloseWithSMTPClient(session)
	}
	return result
}

func (s *Sender) connect(ctx context.Context) (*conn, error) {
	dialer := net.Dialer{Timeout: s.patience.connect}
	inner, err := dialer.DialContext(ctx, "tcp", s.address())
	if err != nil {
		return nil, err
	}
	return watch(ctx, inner, s.patience.command), nil
}

// client is a client that speaks over line.
func (s *Sender) client(line *conn) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.port), gomail.WithTimeout(s.patience.total), gomail.WithTLSConfig(s.tlsConfig()),
		gomail.WithoutNoop(), gomail.WithoutRset(),
		gomail.WithDialContextFunc(func(ctx context.Context, _, _ string) (net.Conn, error) {
			if s.security != implicitTLS {
				return line, nil
			}
			secured := tls.Client(line, s.tlsConfig())
			return secured, secured.HandshakeContext(ctx)
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

// noSession is the result where the dialogue did not come as far as the
// message.
func (s *Sender) noSession(err error) app.SendResult {
	var verification *tls.CertificateVerificationError
	var reply *textproto.Error
	why := err.Error()
	switch {
	case errors.As(err, &verification):
		why = "服务器证书不可信，已拒绝连接（" + verification.Error() + "）"
	case errors.As(err, &reply):
		why = "服务器拒绝了会话：" + reply.Error()
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		why = "服务器没有应答，已超时"
	}
	return app.SendResult{State: app.Deferred, Answer: fmt.Sprintf("无法经邮件服务器 %s 发送：%s", s.address(), oneLine(why))}
}

// judge turns the end of a try into its result. The dialogue may go on in
// order unless the connection has failed; above all not after a failure within
// the content, which QUIT would bring to an end as if it were whole.
func judge(msg *gomail.Msg, err error) (result app.SendResult, orderly bool) {
	if err == nil {
		return app.SendResult{State: app.Sent, Answer: "250 " + oneLine(msg.ServerResponse())}, true
	}
	var failure *gomail.SendError
	if !errors.As(err, &failure) {
		return app.SendResult{State: app.Deferred, Answer: oneLine(err.Error())}, false
	}
	words := serverWords(failure)
	switch code := failure.ErrorCode(); {
	case code >= 500:
		return app.SendResult{State: app.Failed, Answer: words}, true
	case code >= 400:
		return app.SendResult{State: app.Deferred, Answer: words}, true
	case failure.Reason == gomail.ErrSMTPDataClose:
		return app.SendResult{State: app.Uncertain, Answer: "邮件内容已经发完，但没有等到服务器的答复，对方是否收到不明：" + words}, false
	}
	return app.SendResult{State: app.Deferred, Answer: "与邮件服务器的连接中断：" + words}, false
}

// serverWords takes off an error what the libraries add: before and after it,
// and the quotes that net/textproto puts around what the server said.
func serverWords(e *gomail.SendError) string {
	words := strings.TrimPrefix(e.Error(), e.Reason.String()+": ")
	if code, rest, found := strings.Cut(words, " "); found {
		if quoted, err := strconv.QuotedPrefix(rest); err == nil {
			if said, err := strconv.Unquote(quoted); err == nil {
				return oneLine(code + " " + said)
			}
		}
	}
	words, _, _ = strings.Cut(words, ", affected ")
	return oneLine(words)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
