;;; checks.el --- What the officer does in Emacs, and what must come of it  -*- lexical-binding: t -*-

;;; Commentary:
;; Each step waits for its effect, with a limit.  What was checked is appended to the file that $CHECKED names.

;;; Code:

(defconst piao-limit 8 "Seconds that a step may take.")

(defun piao-say (format &rest arguments)
  "Report a line: FORMAT with ARGUMENTS."
  (write-region (concat "  " (apply #'format format arguments) "\n") nil (getenv "CHECKED") 'append 'quiet))

(defun piao-diagnostics ()
  "The diagnostics of the plan, as Emacs shows them."
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun piao-check (what condition)
  "Let Emacs work until the function CONDITION gives something, and report WHAT."
  (let* ((deadline (+ (float-time) piao-limit))
         (holds nil)
         (look (lambda ()
                 (setq holds (ignore-errors (funcall condition)))
                 (when (or holds (> (float-time) deadline))
                   (throw 'exit nil))))
         (timer (run-with-timer 0 0.02 look)))
    ;; Only here is Emacs idle, which is when it asks for diagnostics.
    (recursive-edit)
    (cancel-timer timer)
    (unless holds
      (error "Waited in vain: %s\n  at: %s\n  diagnostics: %S" what
             (buffer-substring (line-beginning-position) (line-end-position)) (piao-diagnostics)))
    (piao-say "ok  %s" what)))

(defun piao-go-to (text)
  "Go to the first place of TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun piao-has (text &optional buffer)
  "Whether BUFFER, else the plan, has TEXT."
  (with-current-buffer (or buffer (current-buffer))
    (save-excursion
      (goto-char (point-min))
      (search-forward text nil t))))

(defun piao-has-diagnostic (code)
  "Whether a diagnostic with CODE is shown."
  (seq-some (lambda (text) (string-search code text)) (piao-diagnostics)))

(defun piao-choose (_prompt offered &rest _)
  "Choose of OFFERED what has a `<='."
  (seq-find (lambda (one) (string-search "<=" one)) (all-completions "" offered)))

(defun piao-replace (old new)
  "Write NEW over the first OLD."
  (piao-go-to old)
  (delete-char (length old))
  (insert new))

(defun piao-check-fault ()
  "A typed fault, and its quick fix."
  (piao-replace ">= 5%" "=< 5%")
  (piao-check "P0110 appears after `=<` is typed" (lambda () (piao-has-diagnostic "P0110")))
  (piao-go-to "=< 5%")
  (let ((completing-read-function #'piao-choose)
        ;; As if a key had been pressed, not a mouse button.
        (last-nonmenu-event ?\r))
    (call-interactively #'eglot-code-actions))
  (piao-check "its quick fix writes `<=`" (lambda () (piao-has "target <= 5%")))
  (piao-check "P0110 goes" (lambda () (not (piao-has-diagnostic "P0110"))))
  (piao-replace "<= 5%" ">= 5%"))

(defun piao-check-typing ()
  "Many letters typed at once: Emacs sends them as many changes in one notification."
  (goto-char (point-max))
  (let ((start (point)))
    (mapc #'insert (string-to-list "\nkpi digitato \"Digitato però\"\n  target =< 5%\n"))
    (piao-check "what is typed letter by letter arrives as it is typed"
                (lambda () (seq-some #'piao-is-typed-fault (flymake-diagnostics))))
    (delete-region start (point-max))
    (piao-check "and goes again" (lambda () (not (piao-has-diagnostic "P0110"))))))

(defun piao-is-typed-fault (diagnostic)
  "Whether DIAGNOSTIC is about the two letters of `=<'."
  (and (string-search "P0110" (flymake-diagnostic-text diagnostic))
       (equal "=<" (buffer-substring-no-properties (flymake-diagnostic-beg diagnostic) (flymake-diagnostic-end diagnostic)))))

(defun piao-check-reading ()
  "Hover, definition, completion and the commands."
  (piao-go-to "/ soggetti_piano")
  (forward-char 2)
  (eldoc-print-current-symbol-info)
  (piao-check "hover on a measure shows its title"
              (lambda ()
                (eldoc-doc-buffer)
                (piao-has "Numero soggetti individuati nel piano di controllo annuale" "*eldoc*")))
  (call-interactively #'xref-find-definitions)
  (piao-check "definition goes from the KPI's algorithm to the measure"
              (lambda () (save-excursion (beginning-of-line) (looking-at "misura soggetti_piano"))))
  (piao-go-to "kpi dmo")
  (end-of-line)
  (insert "\n  ")
  (completion-at-point)
  (piao-check "completion offers the attributes that the KPI lacks"
              (lambda () (and (piao-has "storico" "*Completions*") (not (piao-has "algoritmo" "*Completions*")))))
  (delete-region (line-end-position 0) (line-end-position))
  (piao-go-to "obiettivo A.1 ")
  (search-forward "A.1")
  (backward-char)
  (piao-why)
  (piao-check "M-x piao-why tells where A.1 comes from" (lambda () (piao-has "A.1/trend_turismo" "*piaoc*")))
  (piao-evaluate)
  (piao-check "M-x piao-evaluate shows the result" (lambda () (piao-has "2025-T2" "*piaoc*"))))

(defun piao-check-rename ()
  "A measure gets a new name."
  (piao-go-to "certificati_in_azienda")
  ;; Emacs asks before it changes files that are not open: the officer says yes.
  (cl-letf (((symbol-function 'y-or-n-p) #'always))
    (eglot-rename "certificati_stampati"))
  (piao-check "rename changes the plan"
              (lambda () (and (piao-has "rapporto certificati_stampati / certificati_stampati[anno-1]")
                              (not (piao-has "certificati_in_azienda")))))
  (piao-check "rename reaches q2.csv"
              (lambda () (and (piao-has "certificati_stampati;2025-T2;61%" "q2.csv")
                              (not (piao-has "certificati_in_azienda" "q2.csv")))))
  (save-some-buffers t)
  ;; The server hears of the table's new text from Emacs' watch on the files, a moment later.
  (piao-check "after it the plan still has a result"
              (lambda ()
                (piao-evaluate)
                (piao-has "2025-T2" "*piaoc*"))))

(defun piao-checks ()
  "Run the checks in the plan's buffer, and leave."
  (interactive)
  (condition-case fault
      (progn
        (piao-check "the server starts" #'eglot-current-server)
        (piao-check "the plan as it stands has no error"
                    (lambda () (and flymake-mode (not (seq-filter #'piao-is-error (flymake-diagnostics))))))
        (font-lock-ensure)
        (piao-check "colours: a keyword is a keyword"
                    (lambda () (eq (get-text-property (save-excursion (piao-go-to "misura soggetti_piano") (point)) 'face)
                                   'font-lock-keyword-face)))
        (piao-check-fault)
        (piao-check-typing)
        (piao-check-reading)
        (piao-check-rename)
        (kill-emacs 0))
    (error
     (piao-say "FAILED  %s" (error-message-string fault))
     (kill-emacs 1))))

(defun piao-is-error (diagnostic)
  "Whether DIAGNOSTIC is an error."
  (memq (flymake-diagnostic-type diagnostic) '(:error eglot-error)))

;;; checks.el ends here
