package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tongbao/server/internal/blob"
	"tongbao/server/internal/config"
	"tongbao/server/internal/mail"
	"tongbao/server/ledger"
)

// The names of settings, in the environment and in the file.
const (
	setData     = "TONGBAO_DATA"
	setAddr     = "TONGBAO_ADDR"
	setDatabase = "DATABASE_URL"
	setBlobs    = "BLOB_URL"
	setSMTP     = "SMTP_URL"
	setFrom     = "MAIL_FROM"
	setFonts    = "FONT_DIR"
	setFile     = "TONGBAO_CONFIG" // names the file; not in it
)

// settings are all there are.
func settings() []config.Setting {
	return []config.Setting{
		{Name: setData, Meaning: "存放台账、上传文件和通报的文件夹", Default: "./data"},
		{Name: setAddr, Meaning: "网页服务的监听地址", Default: "127.0.0.1:8080", Check: checkAddr},
		{Name: setDatabase, Meaning: "PostgreSQL 数据库，替代数据目录里的 SQLite", Secret: true, Check: checkDatabase},
		{Name: setBlobs, Meaning: "S3 兼容的文件存储，替代数据目录里的 files", Secret: true, Check: func(v string, _ func(string) string) error {
			_, err := blob.NewBucket(v)
			return err
		}},
		{Name: setSMTP, Meaning: "发送邮件的服务器；不设则只下载", Secret: true, Check: func(v string, of func(string) string) error {
			_, err := mail.New(v, of(setFrom), time.Now)
			return err
		}},
		{Name: setFrom, Meaning: "发件地址"},
		{Name: setFonts, Meaning: "仿宋字体所在的文件夹；不设则在程序旁的 templates/fonts/gpl 找", Check: func(v string, _ func(string) string) error {
			if info, err := os.Stat(v); err != nil || !info.IsDir() {
				return fmt.Errorf("没有文件夹“%s”", v)
			}
			return nil
		}},
	}
}

func checkAddr(v string, _ func(string) string) error {
	if _, _, err := net.SplitHostPort(v); err != nil {
		return fmt.Errorf("监听地址“%s”不对，应写作 127.0.0.1:8080 的形式", v)
	}
	return nil
}

func checkDatabase(v string, _ func(string) string) error {
	// What url.Parse says of a broken address would show the password in it.
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return errors.New("应写作 postgres://用户:密码@主机:端口/库名（密码中的特殊字符要写成 %XX）")
	}
	return nil
}

// options are what every command may be told.
type options struct {
	data, file string // as the flags say
	conf       *config.Config
}

// settings are the settings as the flags, the environment and the file say
// them, read once. All that is wrong with them comes back as one error.
func (o *options) settings() (*config.Config, error) {
	if o.conf != nil {
		return o.conf, nil
	}
	conf, errs := o.readSettings()
	if len(errs) > 0 {
		lines := make([]string, len(errs))
		for i, err := range errs {
			lines[i] = "  " + err.Error()
		}
		return nil, ledger.Errorf(ledger.CodeInvalid, "配置有%d处不对，请改正后再启动：\n%s", len(errs), strings.Join(lines, "\n"))
	}
	o.conf = conf
	return conf, nil
}

func (o *options) readSettings() (*config.Config, []error) {
	path := o.file
	if path == "" {
		path = os.Getenv(setFile)
	}
	conf, errs := config.Read(settings(), path, os.LookupEnv)
	if o.data != "" {
		conf.Say(setData, o.data, "--data")
	}
	return conf, errs
}

// configCommand prints the settings as a command would find them.
func configCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "config",
		Short: "列出各项设置的值和来源（不显示密码），并检查",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			conf, errs := o.readSettings()
			for _, v := range conf.Values() {
				outf("%s=%s\n    %s（%s）\n", v.Name, v.Shown(), v.Meaning, v.Origin)
			}
			for _, err := range errs {
				errf("不对：%v\n", err)
			}
			if len(errs) > 0 {
				return errFindings
			}
			return nil
		},
	}
}
