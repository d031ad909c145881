package mail

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// postfixBounce is a bounce as Postfix writes it.
const postfixBounce = `Return-Path: <>
From: MAILER-DAEMON@mail.example.cn (Mail Delivery System)
To: office@example.cn
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="B1"

--B1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.example.cn.

--B1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.cn
Original-Envelope-Id: 0123456789abcdef+1@example.cn
Arrival-Date: Mon, 13 Apr 2020 09:00:00 +0800 (CST)

Final-Recipient: rfc822; zjj@inside.example.cn
Original-Recipient: rfc822;zjj@example.cn
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <zjj@inside.example.cn>: Recipient address
    rejected: User unknown

--B1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Message-Id: <other@example.cn>
Subject: =?UTF-8?b?6YCa5oql?=

--B1--
`

// exchangeBounce gives the message back and has no envelope id.
const exchangeBounce = `From: postmaster@county.example.cn
Content-Type: multipart/report; report-type="delivery-status"; boundary="x y"
MIME-Version: 1.0

--x y
Content-Type: text/html; charset="gb2312"
Content-Transfer-Encoding: quoted-printable

<p>=D3=CA=CF=E4=D2=D1=C2=FA</p>
--x y
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

STATUS
--x y
Content-Type: message/rfc822

Message-ID: <fedcba@example.cn>
Subject: x
Content-Type: text/plain

body
--x y--
`

func TestReadBounce(t *testing.T) {
	failed := app.BounceReport{
		Recipient: "zjj@example.cn", Action: "failed", Status: "5.1.1",
		Diagnostic: "smtp; 550 5.1.1 <zjj@inside.example.cn>: Recipient address rejected: User unknown",
	}
	full := app.BounceReport{Recipient: "a@county.example.cn", Action: "failed", Status: "5.2.2", Diagnostic: ""}
	status := base64.StdEncoding.EncodeToString([]byte(
		"Reporting-MTA: dns;county.example.cn\r\n\r\nFinal-recipient: RFC822;<a@county.example.cn>\r\nAction: Failed\r\nStatus: 5.2.2 (mailbox full)\r\n"))
	exchange := strings.Replace(exchangeBounce, "STATUS", status, 1)
	forwarded := "Content-Type: multipart/mixed; boundary=f\r\n\r\n--f\r\nContent-Type: text/plain\r\n\r\n请看\r\n--f\r\nContent-Type: message/rfc822\r\n\r\n" +
		postfixBounce + "\r\n--f--\r\n"
	both := app.Bounce{MessageIDs: []string{"0123456789abcdef+1@example.cn", "other@example.cn"}, Reports: []app.BounceReport{failed}}
	for name, c := range map[string]struct {
		raw  string
		want app.Bounce
	}{
		"of Postfix":               {postfixBounce, both},
		"the same in CRLF":         {strings.ReplaceAll(postfixBounce, "\n", "\r\n"), both},
		"without envelope id":      {strings.Replace(postfixBounce, "Original-Envelope-Id", "X-Id", 1), app.Bounce{MessageIDs: []string{"other@example.cn"}, Reports: []app.BounceReport{failed}}},
		"cut short in the third":   {postfixBounce[:strings.Index(postfixBounce, "Subject: =?")], both},
		"whole message, in base64": {exchange, app.Bounce{MessageIDs: []string{"fedcba@example.cn"}, Reports: []app.BounceReport{full}}},
		"saved with blank lines":   {"\ufeff\r\n\n" + postfixBounce, both},
		"with a line of nonsense":  {strings.Replace(postfixBounce, "Reporting-MTA: dns;", "Reporting-MTA\x1b dns", 1), both},
		"without an action":        {strings.Replace(postfixBounce, "Action: failed\n", "", 1), both},
		"with a comment":           {strings.Replace(postfixBounce, "Action: failed", "Action: FAILED (gave up)", 1), both},
		"in GBK": {strings.Replace(postfixBounce, "User unknown", "\xd3\xc3\xbb\xa7\xb2\xbb\xb4\xe6\xd4\xda", 1), app.Bounce{
			MessageIDs: both.MessageIDs, Reports: []app.BounceReport{{
				Recipient: failed.Recipient, Action: "failed", Status: "5.1.1",
				Diagnostic: "smtp; 550 5.1.1 <zjj@inside.example.cn>: Recipient address rejected: 用户不存在",
			}},
		}},
		"no report, message attached": {
			"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\nx\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <other@example.cn>\r\n\r\nx\r\n--b--\r\n",
			app.Bounce{MessageIDs: []string{"other@example.cn"}},
		},
		"of qmail": {
			"Subject: failure notice\n\nHi. This is the qmail-send program.\n\n<a@example.cn>:\n550\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <other@example.cn>\n",
			app.Bounce{MessageIDs: []string{"other@example.cn"}},
		},
		"forwarded as attachment": {forwarded, app.Bounce{MessageIDs: []string{"0123456789abcdef+1@example.cn", "other@example.cn"}, Reports: []app.BounceReport{failed}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ReadBounce(strings.NewReader(c.raw))
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("read %+v, %v\nwant %+v", got, err, c.want)
			}
		})
	}
}

func TestWhatIsNoBounce(t *testing.T) {
	nested := ""
	for i := range 50 {
		nested += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	for name, c := range map[string]struct{ raw, says string }{
		"nothing":               {"", "不是一封邮件"},
		"a workbook":            {"PK\x03\x04\x14\x00", "不是一封邮件"},
		"an ordinary mail":      {"Subject: hello\r\n\r\nhello\r\n", "没有标准的退信报告"},
		"a receipt":             {"Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n", "阅读回执"},
		"nested without an end": {nested, "嵌套"},
		"a report without end":  {"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Ty", "不完整"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadBounce(strings.NewReader(c.raw))
			if ledger.CodeOf(err) != ledger.CodeInvalid || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestXtext(t *testing.T) {
	for s, want := range map[string]string{"a@example.cn": "a@example.cn", "a+b=c d@x": "a+2Bb+3Dc+20d@x"} {
		if got := xtext(s); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
}

func FuzzReadBounce(f *testing.F) {
	f.Add([]byte(postfixBounce))
	f.Add([]byte(exchangeBounce))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := ReadBounce(strings.NewReader(string(raw)))
		if err == nil && len(b.Reports)+len(b.MessageIDs) == 0 {
			t.Errorf("a bounce that tells nothing: %+v", b)
		}
		for _, r := range b.Reports {
			_ = r.Words()
		}
	})
}

// Each message that a mail shows is looked for: not as many as somebody writes into it.
func TestABounceShowsNotEndlesslyMany(t *testing.T) {
	var text strings.Builder
	for n := range 10 * mostShown {
		fmt.Fprintf(&text, "Message-ID: <%d@example.cn>\r\nMessage-ID: <0@example.cn>\r\n", n)
	}
	b, err := ReadBounce(strings.NewReader("Subject: failure notice\r\n\r\n" + text.String()))
	if err != nil || len(b.MessageIDs) != mostShown || b.MessageIDs[1] != "1@example.cn" {
		t.Errorf("%d of them, %v", len(b.MessageIDs), err)
	}
}
