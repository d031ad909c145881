package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"tongbao/server/internal/app"
	"tongbao/server/internal/blob"
	"tongbao/server/internal/intake"
	"tongbao/server/internal/web"
	"tongbao/server/ledger"
)

// version is shown at the foot of every page.
const version = "0.1"

type serveOptions struct {
	*options
	addr               string
	insecureNoAccounts bool
}

func serveCommand(o *options) *cobra.Command {
	so := serveOptions{options: o}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "启动网页服务（默认命令）",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return so.run(cmd.Context(), nil)
		},
	}
	so.flags(cmd)
	return cmd
}

func (o *serveOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.addr, "addr", "", "监听地址（默认 127.0.0.1:8080，或 "+setAddr+"）")
	cmd.Flags().BoolVar(&o.insecureNoAccounts, "insecure-no-accounts", false, "允许在没有账号的情况下监听本机以外的地址（任何能连上的人都能操作）")
}

// run serves until ctx is done. before, if set, is called on the service
// before the first request.
func (o *serveOptions) run(ctx context.Context, before func(context.Context, *app.Service) error) error {
	conf, err := o.settings()
	if err != nil {
		return err
	}
	if o.addr == "" {
		o.addr = conf.Get(setAddr)
	}
	if err := o.checkAddress(); err != nil {
		return err
	}
	aimAtMemory(serverMemory)
	if conf.Get(setDatabase) == "" {
		release, err := serveAlone(conf.Get(setData))
		if err != nil {
			return err
		}
		return closeAfter(release, o.serve(ctx, before))
	}
	return o.serve(ctx, before)
}

// serve opens the ledger and answers until ctx is done.
func (o *serveOptions) serve(ctx context.Context, before func(context.Context, *app.Service) error) error {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	s, closeStore, err := o.open(ctx, log)
	if err != nil {
		return err
	}
	if folder, ok := s.Blobs.(*blob.Folder); ok {
		if n, err := folder.Sweep(s.Clock()); n > 0 || err != nil {
			log.Info("removed what killed processes had begun to write", "files", n, "error", err)
		}
	}
	if before != nil {
		if err := before(ctx, s); err != nil {
			return closeAfter(closeStore, err)
		}
	}
	return closeAfter(closeStore, o.listen(ctx, s, log))
}

// handler answers all requests.
func (o *serveOptions) handler(s *app.Service, log *slog.Logger) (http.Handler, error) {
	handler, err := web.New(web.Config{
		Service: s, Ledger: s, Log: log, Clock: s.Clock, Version: version,
		Message: intake.Message, Hint: intake.Hint, CheckJSON: previewJSON, ExportJSON: app.ExportJSON,
		ProjectTitle:   s.Title,
		Room:           s.Room,
		MailConfigured: s.CanMail(), AnyHost: o.insecureNoAccounts,
	})
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	return handler, nil
}

func (o *serveOptions) listen(ctx context.Context, s *app.Service, log *slog.Logger) error {
	handler, err := o.handler(s, log)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return ledger.Errorf(ledger.CodeUnavailable, "不能监听 %s：%s", o.addr, notListening(err)).Because(err)
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	log.Info("serving", "address", "http://"+listener.Addr().String(), "data", o.conf.Get(setData))
	if at, ok := listener.Addr().(*net.TCPAddr); ok && at.IP.IsUnspecified() {
		errf("已启动，请在本机的浏览器中打开 http://127.0.0.1:%d ，在其他电脑上换成本机的地址；按 Ctrl+C 停止。\n", at.Port)
	} else {
		errf("已启动，请在浏览器中打开 http://%s ，按 Ctrl+C 停止。\n", listener.Addr())
	}

	sending, stopSending := context.WithCancel(ctx)
	sent := make(chan struct{})
	go func() { defer close(sent); sendLoop(sending, s) }()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
		log.Info("stopping")
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
		err = server.Shutdown(grace)
		cancel()
	}
	stopSending()
	<-sent
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// notListening says why an address cannot be listened on, and what to do.
func notListening(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "没有权限。1024 以下的端口只有系统管理员能用，请用 --addr 另选一个端口"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "本机没有这个地址。请核对 --addr 里的地址"
	}
	return "该端口可能已被占用（实事通报已在运行，或是别的程序），可用 --addr 另选一个"
}

// sendInterval is how often the outbox is looked at.
const sendInterval = 5 * time.Second

// sendLoop sends what is due in the outbox until ctx is done.
func sendLoop(ctx context.Context, s *app.Service) {
	if !s.CanMail() {
		return
	}
	ticker := time.NewTicker(sendInterval)
	defer ticker.Stop()
	for {
		restore := collectOften()
		if _, err := s.SendDue(ctx); err != nil {
			s.Log.Error("outbox", "error", err)
		}
		restore()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// checkAddress refuses addresses that others can reach while there are no
// accounts.
func (o *serveOptions) checkAddress() error {
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return usageError{fmt.Errorf("监听地址“%s”不对，应写作 127.0.0.1:8080 的形式", o.addr)}
	}
	ip := net.ParseIP(host)
	if o.insecureNoAccounts || host == "localhost" || (ip != nil && ip.IsLoopback()) {
		return nil
	}
	return ledger.Errorf(ledger.CodeRefused,
		"本版本还没有账号，不能监听本机以外的地址 %s：任何能连上的人都能改动台账。确需如此，请加 --insecure-no-accounts", o.addr)
}

// closeAfter closes and returns the first error of the two.
func closeAfter(closeIt func() error, err error) error {
	if closing := closeIt(); err == nil {
		return closing
	}
	return err
}
