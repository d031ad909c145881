package app

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// DeliveryState is how far one message to one recipient is.
type DeliveryState string

// The states of a delivery. Uncertain is the window after DATA without an
// answer: a person decides. Bounced is one that a server took and later sent
// back, Stopped one that a person does not want sent.
const (
	Pending   DeliveryState = "pending"
	Sending   DeliveryState = "sending"
	Sent      DeliveryState = "sent"
	Deferred  DeliveryState = "deferred"
	Failed    DeliveryState = "failed"
	Uncertain DeliveryState = "unknown"
	Bounced   DeliveryState = "bounced"
	Stopped   DeliveryState = "stopped"
)

var stateWords = map[DeliveryState]string{
	Pending: "待发送", Sending: "正在发送", Sent: "已送达邮件服务器", Deferred: "稍后重试",
	Failed: "发送失败", Uncertain: "结果不明", Bounced: "退信", Stopped: "不再发送",
}

// Chinese is the state as people read it.
func (s DeliveryState) Chinese() string { return cmp.Or(stateWords[s], string(s)) }

// Troubled reports whether a person has to decide on a message in this state.
func (s DeliveryState) Troubled() bool { return s == Failed || s == Uncertain || s == Bounced }

// Resendable reports whether a person may have a message in this state sent at
// once, and Stoppable whether it may be left unsent from now on.
func (s DeliveryState) Resendable() bool { return slices.Contains(resendable, s) }
func (s DeliveryState) Stoppable() bool  { return slices.Contains(stoppable, s) }

var (
	undecided  = []DeliveryState{Failed, Uncertain, Bounced}
	resendable = append(slices.Clone(undecided), Deferred, Stopped)
	stoppable  = append(slices.Clone(undecided), Deferred, Pending)
)

// Delivery is one message on its way to one recipient: a row of the outbox.
// What it says is fixed when the row is made.
type Delivery struct {
	ID int64
	// Cause is what the message is about, "bulletin:12": a second one of the same
	// cause to the same address is not made.
	Cause     string
	Programme string // key, "" for none
	Bulletin  int64  // 0 for none
	Unit      string
	Address   string
	MessageID string // fixed when the row is made, reused on every try
	Subject   string
	Body      string
	Files     []File // attached
	State     DeliveryState
	Tries     int
	NextTry   time.Time
	Answer    string // the last words on it
	Actor     Actor
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Phase is where in a delivery something was said of it.
type Phase string

// The phases of a try are those of RFC 5321, in their order; of the others
// Decision is a person's word, Report a bounce (RFC 3464), Interruption the end
// of a process.
const (
	Connecting   Phase = "connect"
	Greeting     Phase = "greeting"
	Hello        Phase = "EHLO"
	StartingTLS  Phase = "STARTTLS"
	Handshake    Phase = "TLS"
	Login        Phase = "AUTH"
	MailFrom     Phase = "MAIL"
	RcptTo       Phase = "RCPT"
	Data         Phase = "DATA"
	Content      Phase = "content"
	ContentEnd   Phase = "end"
	Decision     Phase = "decision"
	Report       Phase = "report"
	Interruption Phase = "interruption"
)

var phaseWords = map[Phase]string{
	Connecting: "连接", Greeting: "应答", Hello: "问候（EHLO）", StartingTLS: "转为加密（STARTTLS）", Handshake: "加密（TLS）",
	Login: "登录（AUTH）", MailFrom: "发件人（MAIL）", RcptTo: "收件人（RCPT）", Data: "内容（DATA）", Content: "传送内容",
	ContentEnd: "收下（内容结束）", Decision: "人工处理", Report: "退信报告", Interruption: "程序中断",
}

// Chinese is the phase as people read it.
func (p Phase) Chinese() string { return cmp.Or(phaseWords[p], string(p)) }

// Answer is one thing that was said of a delivery, by a mail server or, where
// Actor is set, by somebody else.
type Answer struct {
	At    time.Time
	Try   int // from 1; 0 where it belongs to none
	Phase Phase
	Code  int // of SMTP, 0 where no answer came
	Text  string
	Actor Actor
}

// OutboxFilter says which deliveries are asked for; the zero value all.
type OutboxFilter struct {
	Programme string
	Bulletin  int64
}

// Outbox keeps messages until they have been sent, and what became of them.
// Several processes may send from one: a message belongs to the one that
// claimed it until it is marked, or until that process has not renewed its
// claims for a while.
type Outbox interface {
	// Enqueue makes deliveries, all of them or none; one that exists for the same
	// cause and address is left as it is. It returns how many were made.
	// CodeRefused for a bulletin that is not issued.
	Enqueue(ctx context.Context, deliveries []Delivery) (int, error)
	// Claim takes the delivery that has been due longest at now; false when none is.
	Claim(ctx context.Context, now time.Time) (Delivery, bool, error)
	// Renew keeps this process's claims for some time more.
	Renew(ctx context.Context, now time.Time) error
	// HandOver notes, before a message's last byte, that from now on nobody but
	// the mail server knows whether it was sent. CodeConflict when the claim is
	// not this process's any more: the message must not be ended then.
	HandOver(ctx context.Context, id int64) error
	// Mark stores what became of a claimed delivery (State, Tries, NextTry,
	// Answer), with what was said in this try. CodeConflict when another process
	// or a person has decided on it since; the answers are kept then too.
	Mark(ctx context.Context, d Delivery, answers []Answer) error
	// Recover takes back the claims of processes that are gone: a message that
	// was not handed over is due again, one that was is Uncertain.
	Recover(ctx context.Context, now time.Time) (again, uncertain int, err error)
	// Deliveries lists in the order in which they were made.
	Deliveries(ctx context.Context, f OutboxFilter) ([]Delivery, error)
	// Delivery is one with all that was said of it, oldest first.
	Delivery(ctx context.Context, id int64) (Delivery, []Answer, error)
	// DeliveryOf is the delivery with a Message-ID; CodeNotFound when there is none.
	DeliveryOf(ctx context.Context, messageID string) (Delivery, error)
	// Decide stores what a person, d.Actor, or a bounce made of a delivery that is
	// in one of the states from; CodeRefused in any other.
	Decide(ctx context.Context, d Delivery, from []DeliveryState, a Answer) error
}
