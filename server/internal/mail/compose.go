package mail

import (
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"net/textproto"
	"strings"
	"time"
	"unicode"

	"tongbao/server/internal/app"
)

// letter is a message as it goes over the wire. It is written part by part out
// of what the message holds: the SMTP library's own writer keeps every part
// several times over, which a file for thousands of recipients makes felt.
type letter struct {
	header   []string // whole lines, folded
	body     string
	files    []app.Attachment
	boundary string
}

// longestLine is the most a line may have (RFC 5322, 2.1.1), and width where it
// should end.
const (
	longestLine = 998
	width       = 76
)

// compose makes the message as it goes over the wire. An error says in Chinese
// why it must not be sent.
func (s *Sender) compose(m app.Message) (*letter, error) {
	names := []string{m.MessageID, m.To, m.ToName, m.Subject}
	for _, a := range m.Attachments {
		names = append(names, a.Name)
	}
	for _, n := range names {
		if strings.ContainsFunc(n, unicode.IsControl) { // it could end a header line or hide in one
			return nil, fmt.Errorf("地址、主题或附件名“%q”中有换行等控制字符", n)
		}
	}
	to, err := netmail.ParseAddress(m.To)
	if err != nil || to.Address != m.To || strings.ContainsAny(to.Address, "<> ") {
		return nil, fmt.Errorf("收件地址“%s”无效", m.To)
	}
	if strings.ContainsFunc(to.Address, func(r rune) bool { return r > '~' }) {
		return nil, fmt.Errorf("收件地址“%s”中有汉字等，邮件服务器多不支持，请用英文字母的邮箱", m.To)
	}
	id := strings.TrimSuffix(strings.TrimPrefix(m.MessageID, "<"), ">")
	if strings.Count(id, "@") != 1 || strings.ContainsAny(id, "<> ") {
		return nil, fmt.Errorf("邮件编号“%s”无效", m.MessageID)
	}
	to.Name = m.ToName
	l := &letter{body: m.Body, files: m.Attachments}
	parts := multipart.NewWriter(io.Discard) // for a boundary drawn at random
	l.boundary = parts.Boundary()
	for _, h := range [][2]string{
		{"Date", s.clock().Format(time.RFC1123Z)},
		{"From", s.from.String()},
		{"To", to.String()},
		{"Subject", mime.BEncoding.Encode("UTF-8", m.Subject)},
		{"Message-ID", "<" + id + ">"},
		{"Auto-Submitted", "auto-generated"}, // RFC 3834: holiday replies are not wanted
		{"MIME-Version", "1.0"},
		{"Content-Type", `multipart/mixed; boundary="` + l.boundary + `"`},
	} {
		line := fold(h[0] + ": " + h[1])
		for part := range strings.SplitSeq(line, "\r\n") {
			if len(part) > longestLine {
				return nil, fmt.Errorf("主题或名称“%.60s…”太长", h[1])
			}
		}
		l.header = append(l.header, line)
	}
	return l, nil
}

// fold breaks a header line at spaces.
func fold(line string) string {
	var b strings.Builder
	used := 0
	for i, word := range strings.Split(line, " ") {
		switch {
		case i == 0:
		case i > 1 && used+1+len(word) > width:
			b.WriteString("\r\n ")
			used = 1
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += len(word)
	}
	return b.String()
}

// writeTo writes the whole message.
func (l *letter) writeTo(w io.Writer) error {
	if _, err := io.WriteString(w, strings.Join(l.header, "\r\n")+"\r\n\r\n"); err != nil {
		return err
	}
	parts := multipart.NewWriter(w)
	if err := parts.SetBoundary(l.boundary); err != nil {
		return err
	}
	text := textproto.MIMEHeader{"Content-Type": {"text/plain; charset=UTF-8"}}
	if err := writePart(parts, text, []byte(strings.ReplaceAll(l.body, "\n", "\r\n"))); err != nil {
		return err
	}
	for _, a := range l.files {
		if err := writePart(parts, attachmentHeader(a), a.Data); err != nil {
			return err
		}
	}
	return parts.Close()
}

func writePart(parts *multipart.Writer, h textproto.MIMEHeader, data []byte) error {
	h.Set("Content-Transfer-Encoding", "base64")
	w, err := parts.CreatePart(h)
	if err != nil {
		return err
	}
	const take = width / 4 * 3
	line := make([]byte, 0, width+2)
	for len(data) > 0 {
		n := min(take, len(data))
		line = append(base64.StdEncoding.AppendEncode(line[:0], data[:n]), '\r', '\n')
		if _, err := w.Write(line); err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// attachmentHeader gives an attachment its type and its name in three
// spellings: the parameter of RFC 2231 that the standard wants, and the encoded
// words of RFC 2047 in filename and name that old clients read.
func attachmentHeader(a app.Attachment) textproto.MIMEHeader {
	mediaType, params, err := mime.ParseMediaType(a.Type)
	if err != nil {
		mediaType, params = "application/octet-stream", nil
	}
	disposition := mime.FormatMediaType("attachment", map[string]string{"filename": a.Name})
	old := fold(mime.BEncoding.Encode("UTF-8", a.Name))
	if old != a.Name { // not plain ASCII
		disposition = strings.Replace(disposition, "; ", fmt.Sprintf("; filename=\"%s\";\r\n\t", old), 1)
	}
	contentType := mime.FormatMediaType(mediaType, params)
	if !strings.ContainsAny(old, `"\`) {
		contentType += fmt.Sprintf(";\r\n\tname=\"%s\"", old)
	}
	return textproto.MIMEHeader{"Content-Type": {contentType}, "Content-Disposition": {disposition}}
}
