-- What the officer does in Neovim, key by key, and what must come of it. Each step waits for its effect, with a limit.
local LIMIT = 8000
local running

-- Lets Neovim work until the condition gives something, and returns that.
local function wait_for(what, condition)
  local deadline = vim.uv.now() + LIMIT
  while true do
    local fine, found = pcall(condition)
    if fine and found then return found end
    if vim.uv.now() > deadline then
      local diagnostics = vim.inspect(vim.tbl_map(function(one) return one.code end, vim.diagnostic.get(0)))
      error(("waited in vain: %s\n  at line %d: %s\n  diagnostics: %s\n  messages: %s"):format(what, vim.fn.line("."),
        vim.api.nvim_get_current_line(), diagnostics, vim.fn.execute("messages")), 0)
    end
    vim.defer_fn(function() coroutine.resume(running) end, 10)
    coroutine.yield()
  end
end

local function check(what, condition)
  wait_for(what, condition)
  io.stdout:write("  ok  " .. what .. "\n")
end

local function keys(typed) vim.api.nvim_input(typed) end

-- Takes back what was changed since the file was read.
local function undo(typed)
  keys(typed)
  wait_for("the plan is as it was", function() return vim.fn.mode() == "n" and not vim.bo.modified end)
end

-- The cursor on the first place of a text.
local function go_to(text)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search("\\V" .. text, "c") > 0, "the plan has no " .. text)
end

local function content(buffer) return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n") end

local function has_diagnostic(code)
  return vim.iter(vim.diagnostic.get(0)):any(function(one) return one.code == code end)
end

-- The text of the windows that float above the plan.
local function floating()
  local shown = vim.tbl_filter(function(window) return vim.api.nvim_win_get_config(window).relative ~= "" end, vim.api.nvim_list_wins())
  return table.concat(vim.tbl_map(function(window) return content(vim.api.nvim_win_get_buf(window)) end, shown), "\n")
end

-- The texts drawn beside the plan's own: hints and lenses.
local function drawn(group)
  local marks = vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, { details = true, type = "virt_text" })
  local texts = {}
  for _, mark in ipairs(marks) do
    for _, chunk in ipairs(mark[4].virt_text) do
      if chunk[2] == group then table.insert(texts, chunk[1]) end
    end
  end
  return table.concat(texts, "\n")
end

-- The first of what is offered whose title has a text, wherever Neovim asks to choose.
local function choose(wanted)
  vim.ui.select = function(offered, options, chosen)
    for index, one in ipairs(offered) do
      if options.format_item(one):find(wanted, 1, true) then return chosen(one, index) end
    end
    error("nothing offered has " .. wanted)
  end
end

local function steps()
  check("the server starts", function() return vim.lsp.get_clients({ bufnr = 0, name = "piaoc" })[1].initialized end)
  local client = vim.lsp.get_clients({ bufnr = 0, name = "piaoc" })[1]
  check("the plan as it stands has no error", function()
    return #vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR }) == 0 and vim.bo.commentstring == "# %s"
  end)
  go_to("soggetti_piano")
  check("colours: a measure is a variable, declared", function()
    local token = vim.lsp.semantic_tokens.get_at_pos()[1]
    return token.type == "variable" and token.modifiers.declaration
  end)

  go_to(">= 5%")
  keys("cw=<lt><Esc>")
  check("P0110 appears after `=<` is typed", function() return has_diagnostic("P0110") end)
  go_to("=< 5%")
  choose("<=")
  keys("gra")
  check("its quick fix writes `<=`", function() return content(0):find("target <= 5%", 1, true) end)
  check("P0110 goes", function() return not has_diagnostic("P0110") end)
  undo("uu")

  go_to("/ soggetti_piano")
  keys("wK")
  check("hover on a measure shows its title", function()
    return floating():find("Numero soggetti individuati nel piano di controllo annuale", 1, true)
  end)
  keys("<Esc>grd")
  check("definition goes from the KPI's algorithm to the measure", function()
    return vim.api.nvim_get_current_line():find("^misura soggetti_piano")
  end)

  go_to("kpi dmo")
  keys("o<C-x><C-o>")
  check("completion offers the attributes that the KPI lacks", function()
    local offered = vim.tbl_map(function(item) return item.abbr ~= "" and item.abbr or item.word end, vim.fn.complete_info({ "items" }).items)
    return vim.list_contains(offered, "storico") and not vim.list_contains(offered, "algoritmo")
  end)
  undo("<C-e><Esc>u")

  if vim.lsp.inlay_hint.is_enabled({ bufnr = 0 }) then
    go_to("kpi trend_turismo")
    check("inlay hints are drawn", function() return drawn("LspInlayHint"):find("%%") end)
  end
  go_to("obiettivo A.1 ")
  check("code lenses show the sum of the weights and the performance", function()
    vim.lsp.codelens.refresh({ bufnr = 0 })
    return drawn("LspCodeLens"):find("100%%") and drawn("LspCodeLens"):find("performance %d")
  end)
  local said
  vim.lsp.handlers["window/showMessage"] = function(_, answer) said = answer.message end
  choose("?")
  keys("grx")
  check("the lens “why?” tells where A.1 comes from", function() return said:find("A.1/trend_turismo", 1, true) end)

  go_to("certificati_in_azienda")
  vim.lsp.buf.rename("certificati_stampati")
  local table_of_actuals = function() return content(vim.fn.bufnr("q2.csv")) end
  check("rename changes the plan", function()
    return content(0):find("rapporto certificati_stampati / certificati_stampati[anno-1]", 1, true)
      and not content(0):find("certificati_in_azienda", 1, true)
  end)
  check("rename reaches q2.csv", function()
    return table_of_actuals():find("certificati_stampati;2025-T2;61%", 1, true)
      and not table_of_actuals():find("certificati_in_azienda", 1, true)
  end)
  vim.cmd("silent wall")
  check("after it the plan still has no error", function()
    -- Asked of the server, so that what is seen is not from before the rename.
    local plan = vim.uri_from_bufnr(0)
    local answer = client:request_sync("piaoc/evaluate", { uri = plan }, 1000, 0)
    return answer.result.performance and #vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR }) == 0
  end)
end

running = coroutine.create(function()
  local fine, why = xpcall(steps, function(message) return message end)
  if fine then os.exit(0) end
  io.stdout:write("  FAILED  " .. tostring(why) .. "\n")
  os.exit(1)
end)
vim.schedule(function() coroutine.resume(running) end)
