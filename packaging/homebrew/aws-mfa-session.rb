class AwsMfaSession < Formula
  desc "AWS session credentials for an MFA code, in your shell"
  homepage "https://github.com/OWNER/aws-mfa-session"
  # The release workflow puts in address, version and checksum of the tag's source.
  url "https://github.com/OWNER/aws-mfa-session/archive/refs/tags/vVERSION.tar.gz"
  sha256 "SHA256"
  license "MIT"

  depends_on xcode: ["16.3", :build]
  depends_on macos: :ventura
  depends_on "openssl@3"

  uses_from_macos "curl"
  uses_from_macos "expat"
  uses_from_macos "libedit"

  on_linux do
    depends_on "swift" => :build
  end

  def install
    system "swift", "build", "--disable-sandbox", "--configuration", "release", "--product", "aws-mfa-session"
    system "make", "install-files", "BINARY=.build/release/aws-mfa-session", "PREFIX=#{prefix}"
  end

  def caveats
    <<~EOS
      To be asked for a code when a command needs one, run:
        aws-mfa-session setup
      or add the line of your shell to its rc file: aws-mfa-session init --help
    EOS
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/aws-mfa-session --version")
    (testpath/".aws/credentials").write <<~EOS
      [dev]
      aws_access_key_id = AKIAIOSFODNN7EXAMPLE
      aws_secret_access_key = example
    EOS
    assert_match "dev", shell_output("#{bin}/aws-mfa-session list")
    assert_match "__aws_mfa_session", shell_output("#{bin}/aws-mfa-session init zsh")
  end
end
